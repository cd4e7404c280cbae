"""What is deployed at the moment of a call and may decide it."""


def facts_of(service, operation, parameters, caller, account, region):
    return {"identityPolicies": [], "resources": {}}
