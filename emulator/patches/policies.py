"""Policy documents: the grammar of IAM, and whether the principals that they name exist.

# see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

import json
import re

from ministack.services import iam

ELEMENTS = {"Version", "Id", "Statement"}
STATEMENT_ELEMENTS = {
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
}
VERSIONS = ("2008-10-17", "2012-10-17")

# see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
OPERATOR = re.compile(
    r"Null|(ForAnyValue:|ForAllValues:)?("
    r"String(Equals|NotEquals|EqualsIgnoreCase|NotEqualsIgnoreCase|Like|NotLike)|"
    r"(Numeric|Date)(Equals|NotEquals|LessThan|LessThanEquals|GreaterThan|GreaterThanEquals)|"
    r"Bool|BinaryEquals|IpAddress|NotIpAddress|Arn(Equals|Like|NotEquals|NotLike))(IfExists)?",
    re.IGNORECASE,
)

# see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
ACCOUNT = re.compile(r"(arn:aws[a-z-]*:iam::)?\d{12}(:root)?")
SESSION = re.compile(r"arn:aws[a-z-]*:sts::\d{12}:(assumed-role|federated-user)/[^*?]+")
USER_OR_ROLE = re.compile(r"arn:aws[a-z-]*:iam::(\d{12}):(user|role)/(?:.*/)?([\w+=,.@-]+)")
ORIGIN_ACCESS_IDENTITY = re.compile(r"arn:aws[a-z-]*:iam::cloudfront:user/.+")
UNIQUE_ID = re.compile(r"A(IDA|ROA)[A-Z0-9]+")
SERVICE = re.compile(r"([a-z0-9-]+\.)+(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal)")


class SyntaxErrors(ValueError):
    """The document is not a policy."""


def statements(document):
    """The statements of a document.

    Raises SyntaxErrors if the document violates the grammar.
    """
    try:
        policy = json.loads(document)
    except (TypeError, ValueError) as error:
        raise SyntaxErrors from error
    if not isinstance(policy, dict) or set(policy) - ELEMENTS or policy.get("Version", VERSIONS[0]) not in VERSIONS:
        raise SyntaxErrors
    found = listed(policy.get("Statement"))
    if not found or not all(is_statement(statement) for statement in found):
        raise SyntaxErrors
    return found


def is_statement(statement):
    return (
        isinstance(statement, dict)
        and not set(statement) - STATEMENT_ELEMENTS
        and statement.get("Effect") in ("Allow", "Deny")
        and not any(both <= set(statement) for both in ({"Action", "NotAction"}, {"Resource", "NotResource"}))
        and all(is_texts(statement[name]) for name in ("Action", "NotAction", "Resource", "NotResource") if name in statement)
        and are_conditions(statement.get("Condition", {}))
    )


def is_texts(value):
    return all(isinstance(text, str) for text in listed(value))


def are_conditions(condition):
    return isinstance(condition, dict) and all(
        OPERATOR.fullmatch(operator) and isinstance(keys, dict) for operator, keys in condition.items()
    )


def listed(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def principals(statement):
    """Pairs of type and identifier, such as ("AWS", "arn:aws:iam::123456789012:root")."""
    for element in ("Principal", "NotPrincipal"):
        named = statement.get(element, {})
        if isinstance(named, str):
            yield "AWS", named
            continue
        for kind, identifiers in named.items():
            yield from ((kind, identifier) for identifier in listed(identifiers))


def unknown_principal(found):
    """The first principal of these statements that does not exist, as a pair of type and identifier, or None."""
    return next((named for statement in found for named in principals(statement) if not is_known(*named)), None)


def is_known(kind, identifier):
    """Whether a principal exists. Other accounts do, and identity providers are compared when a role is assumed."""
    if kind == "Service":
        return SERVICE.fullmatch(identifier) is not None
    if kind != "AWS":
        return kind in ("Federated", "CanonicalUser")
    if any(form.fullmatch(identifier) for form in (ACCOUNT, SESSION, ORIGIN_ACCESS_IDENTITY)):
        return True
    return identifier == "*" or is_user_or_role(identifier)


def is_user_or_role(identifier):
    if UNIQUE_ID.fullmatch(identifier):
        return any(identifier in (entity.get("UserId"), entity.get("RoleId")) for entity in entities_of_all_accounts())
    named = USER_OR_ROLE.fullmatch(identifier)
    if named is None:
        return False
    account, kind, name = named.groups()
    store = iam._users if kind == "user" else iam._roles
    entity = store.get_scoped(account, None, name)
    return entity is not None and entity["Arn"].split(":", 2)[2] == identifier.split(":", 2)[2]


def entities_of_all_accounts():
    return [*iam._users._data.values(), *iam._roles._data.values()]


def size(document):
    """Characters that count towards IAM's quotas.

    # see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
    """
    return len(re.sub(r"\s", "", document))
