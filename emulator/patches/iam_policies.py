"""IAM's rules for policy documents: grammar, principals and quotas."""

from ministack.services import iam

from .policies import SyntaxErrors, listed, size, statements, unknown_principal
from .wrapping import refuses

# see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
LONGEST_TRUST = 2048
LONGEST_MANAGED = 6144
LONGEST_INLINE = {"User": 2048, "Group": 5120, "Role": 10240}
MANAGED_POLICIES = 10
QUOTAS = {"Role": "PoliciesPerRole", "User": "PoliciesPerUser", "Group": "PoliciesPerGroup"}

STORES = {
    "Role": (iam._roles, lambda name: iam._roles[name]["InlinePolicies"]),
    "User": (iam._users, lambda name: iam._user_inline_policies.get(name, {})),
    "Group": (iam._groups, lambda name: iam._group_inline_policies.get(name, {})),
}


def malformed(message):
    return iam._error(400, "MalformedPolicyDocument", iam._xml_escape(message), ns="iam")


def exceeded(message):
    """# see https://github.com/awslabs/aws-deployment-framework/issues/474 for the status and the message of AWS"""
    return iam._error(409, "LimitExceeded", message, ns="iam")


def absent(message):
    return iam._error(404, "NoSuchEntity", message, ns="iam")


def grammar(document, problem_of):
    """# see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"""
    try:
        found = statements(document)
    except SyntaxErrors:
        return malformed("Syntax errors in policy.")
    sids = [statement["Sid"] for statement in found if statement.get("Sid")]
    if len(sids) > len(set(sids)):
        return malformed("Statement IDs (SID) in a single policy must be unique.")
    if not all(isinstance(sid, str) and sid.isascii() and sid.isalnum() for sid in sids):
        return malformed("Statement IDs (SID) must be alpha-numeric.")
    message = next((message for message in map(problem_of, found) if message), None)
    return malformed(message) if message else None


def problem_of_permissions(statement):
    """# see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html"""
    if "Principal" in statement or "NotPrincipal" in statement:
        return "Policy document should not specify a principal."
    actions = listed(statement.get("Action", statement.get("NotAction")))
    if not actions:
        return "Policy statement must contain actions."
    if not all(action == "*" or ":" in action for action in actions):
        return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
    resources = listed(statement.get("Resource", statement.get("NotResource")))
    if not resources:
        return "Policy statement must contain resources."
    wrong = next((name for name in resources if name != "*" and not name.startswith(("arn:", "*:", "arn*"))), None)
    return None if wrong is None else f'Resource {wrong} must be in ARN format or "*".'


def problem_of_trust(statement):
    """# see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-custom.html

    The message about a principal is that of https://github.com/aws-samples/aws-iam-access-key-auto-rotation/issues/26
    """
    if "Resource" in statement or "NotResource" in statement:
        return "Has prohibited field Resource"
    if "Principal" not in statement:
        return "Missing required field Principal"
    actions = listed(statement.get("Action", statement.get("NotAction")))
    if not actions or not all(action.lower().startswith("sts:") for action in actions):
        return "AssumeRole policy may only specify STS AssumeRole actions."
    unknown = unknown_principal([statement])
    return f'Invalid principal in policy: "{unknown[0]}":"{unknown[1]}"' if unknown else None


@refuses(iam._IAM_HANDLERS, "CreateRole")
def create_role(params):
    return trust(iam._p(params, "AssumeRolePolicyDocument"))


@refuses(iam._IAM_HANDLERS, "UpdateAssumeRolePolicy")
def update_trust(params):
    exists = iam._p(params, "RoleName") in iam._roles
    return trust(iam._p(params, "PolicyDocument")) if exists else None


def trust(document):
    refusal = grammar(document, problem_of_trust)
    if refusal or size(document) <= LONGEST_TRUST:
        return refusal
    return exceeded(f"Cannot exceed quota for ACLSizePerRole: {LONGEST_TRUST}")


@refuses(iam._IAM_HANDLERS, "CreatePolicy", "CreatePolicyVersion")
def managed_policy(params):
    document = iam._p(params, "PolicyDocument")
    refusal = grammar(document, problem_of_permissions)
    if refusal or size(document) <= LONGEST_MANAGED:
        return refusal
    return exceeded(f"Cannot exceed quota for PolicySize: {LONGEST_MANAGED}")


@refuses(iam._IAM_HANDLERS, "DeletePolicy")
def delete_policy(params):
    """# see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html"""
    arn = iam._p(params, "PolicyArn")
    if arn not in iam._policies:
        return None
    if iam._boundary_usage_counts().get(arn):
        return iam._error(409, "DeleteConflict", "Cannot delete a policy attached to entities.", ns="iam")
    if len(iam._policies[arn]["Versions"]) == 1:
        return None
    message = "This policy has more than one version. Before you delete a policy, you must delete the policy's versions."
    return iam._error(409, "DeleteConflict", message, ns="iam")


def inline(kind):
    store, policies_of = STORES[kind]

    @refuses(iam._IAM_HANDLERS, f"Put{kind}Policy")
    def put(params):
        """# see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html: all inline policies count together"""
        name, document = iam._p(params, f"{kind}Name"), iam._p(params, "PolicyDocument")
        if name not in store:
            return None
        refusal = grammar(document, problem_of_permissions)
        if refusal:
            return refusal
        others = {key: text for key, text in policies_of(name).items() if key != iam._p(params, "PolicyName")}
        if sum(map(size, [*others.values(), document])) <= LONGEST_INLINE[kind]:
            return None
        return exceeded(f"Maximum policy size of {LONGEST_INLINE[kind]} bytes exceeded for {kind.lower()} {name}")

    @refuses(iam._IAM_HANDLERS, f"Attach{kind}Policy")
    def attach(params):
        """# see https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html

        MiniStack knows a part of the policies that AWS manages, so that an unknown one of these can exist.
        """
        name, arn = iam._p(params, f"{kind}Name"), iam._p(params, "PolicyArn")
        if name not in store:
            return None
        if not iam._is_aws_managed_arn(arn) and arn not in iam._policies:
            return absent(f"Policy {arn} does not exist or is not attachable.")
        attached = store[name].get("AttachedPolicies", [])
        if arn in attached or len(attached) < MANAGED_POLICIES:
            return None
        return exceeded(f"Cannot exceed quota for {QUOTAS[kind]}: {MANAGED_POLICIES}")


for kind in STORES:
    inline(kind)


@refuses(iam, "_boundary_policy_error")
def boundary(arn):
    """# see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html"""
    if iam._is_aws_managed_arn(arn) or arn in iam._policies:
        return None
    return absent(f"Scope ARN: {arn} does not exist or is not attachable.")
