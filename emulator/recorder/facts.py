"""What is deployed at the moment of a call and may decide it."""

from ministack.core.responses import request_scope

from .principal_facts import principal_facts
from .resource_facts import resources_named


def facts_of(service, operation, parameters, caller, account, region):
    """The policies of the caller, and the resources that the call names.

    Resources are found in the stores of the emulator, by the names that the call uses, in its account and region; those
    named by an ARN in the account and region of the ARN.
    """
    with request_scope(account, region):
        return {**principal_facts(caller), "resources": resources_named(service, operation, parameters)}
