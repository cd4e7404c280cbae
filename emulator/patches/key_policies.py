"""KMS: which key policies are accepted.

# see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
"""

from ministack.core import iam_evaluator
from ministack.core.responses import error_response_json, get_account_id, get_region
from ministack.services import kms

from .callers import caller_arn
from .policies import SyntaxErrors, principals, statements, unknown_principal
from .wrapping import refuses

# see https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
LONGEST_POLICY = 32768


def malformed(message):
    return error_response_json("MalformedPolicyDocumentException", message, 400)


@refuses(kms, "_create_key", "_put_key_policy")
def key_policy(request):
    policy = request.get("Policy")
    if policy is None or ("KeyId" in request and kms._resolve_key(request["KeyId"]) is None):
        return None
    if len(policy.encode()) > LONGEST_POLICY:
        return error_response_json("LimitExceededException", f"Key policies are limited to {LONGEST_POLICY} bytes.", 400)
    try:
        found = statements(policy)
    except SyntaxErrors:
        return malformed("The new key policy is malformed.")
    if not all(any(principals(statement)) for statement in found):
        return malformed("Policy contains a statement with no principal.")
    # The message is that of https://github.com/awslabs/minimum-viable-dataspace-on-aws/issues/6
    if unknown_principal(found):
        return malformed("Policy contains a statement with one or more invalid principals.")
    # The message is that of https://github.com/terraform-aws-modules/terraform-aws-kms/issues/14
    if not request.get("BypassPolicyLockoutSafetyCheck") and not may_put_policy(found):
        return malformed("The new key policy will not allow you to update the key policy in the future.")
    return None


def may_put_policy(found):
    """Whether the caller could change the policy again.

    # see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#allow-iam-user-root
    """
    caller, account = caller_arn(), get_account_id()
    root = f"arn:aws:iam::{account}:root"
    context = iam_evaluator.EvalContext(
        principal_arn=caller,
        principal_type="Root" if caller == root else "User" if ":user/" in caller else "AssumedRole",
        principal_account=account,
        action="kms:PutKeyPolicy",
        resource_arn=f"arn:aws:kms:{get_region()}:{account}:key/new",
        region=get_region(),
        service_context={"kms:calleraccount": account},
    )
    applying = [statement for statement in found if applies(statement, {caller, root, account, "*"})]
    return iam_evaluator.evaluate(context, [iam_evaluator.parse_policy_document({"Statement": applying})]).decision == "Allow"


def applies(statement, identities):
    named = {identifier for kind, identifier in principals(statement) if kind == "AWS"}
    return not named & identities if "NotPrincipal" in statement else bool(named & identities)
