"""The resources that a call names: by ID, name, ARN or alias."""

from ministack.core.responses import get_account_id, get_region, request_scope

from . import ec2_facts, kms_facts, s3_facts, service_facts



def resources_named(service, operation, parameters):
    """Facts by the strings with which the call names resources."""
    found = {}
    if service == "ec2":
        found.update(ec2_facts.named(parameters))
    if service == "s3":
        found.update(s3_facts.named(operation, parameters))
    if service == "eks":
        found.update(ec2_facts.of_node_group(operation, parameters))
    found.update(service_facts.named(service, parameters))
    found.update(kms_facts.named(service, parameters, found))
    for arn in arns_in(parameters):
        found[arn] = found.get(arn) or by_arn(arn)
    return {name: facts for name, facts in found.items() if facts}


def arns_in(value):
    if isinstance(value, str):
        return [value] if value.startswith("arn:") and len(value) < 2048 and "\n" not in value else []
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [arn for child in children for arn in arns_in(child)]


def by_arn(arn):
    parts = arn.split(":", 5)
    if len(parts) < 6:
        return None
    _, _, service, region, account, _ = parts
    with request_scope(account if account.isdigit() else get_account_id(), region or get_region()):
        return kms_facts.key(arn) if service == "kms" else service_facts.by_arn(service, arn)
