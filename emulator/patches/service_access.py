"""Whether policies let an AWS service act, which some services verify when they are configured."""

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import iam


def context(service, action, resource, keys):
    """The request of a service for this account, with the values of condition keys."""
    return iam_evaluator.EvalContext(
        principal_arn=service,
        principal_type="Service",
        principal_account=get_account_id(),
        action=action,
        resource_arn=resource,
        region=get_region(),
        secure_transport=True,
        service_context={
            "aws:sourceaccount": get_account_id(),
            "aws:principalisawsservice": "true",
            "aws:principalservicename": service,
            **{name.lower(): value for name, value in keys.items()},
        },
    )


def resource_policy_allows(policy, service, action, resource, keys):
    """Whether the policy of a resource, or the trust policy of a role, allows a service to act."""
    if not policy:
        return False
    request = context(service, action, resource, keys)
    return iam_evaluator.evaluate_resource_policy(policy, request, service).decision == "Allow"


def trusting_role(arn, service, keys):
    """The role with this ARN if it exists in this account and lets an AWS service assume it."""
    role = iam._roles.get(arn.split("/")[-1])
    if role is None or role["Arn"] != arn:
        return None
    trust = role["AssumeRolePolicyDocument"]
    return role if resource_policy_allows(trust, service, "sts:AssumeRole", arn, keys) else None


def role_allows(role, service, action, resource, keys):
    """Whether the permissions of a role allow what a service does in it."""
    policies = iam_evaluator._gather_role_policies(role["RoleName"], get_account_id())
    return iam_evaluator.evaluate(context(service, action, resource, keys), policies).decision == "Allow"
