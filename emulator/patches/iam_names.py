"""IAM's rules for names, paths and tags of users, roles and policies."""

import re

from ministack.services import iam

from .wrapping import refuses

# see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names
LONGEST_NAMES = {"RoleName": 64, "UserName": 64, "GroupName": 128, "InstanceProfileName": 128, "PolicyName": 128}
LONGEST_PATH = 512
NAME = re.compile(r"[\w+=,.@-]+", re.ASCII)
PATH = re.compile(r"/([\x21-\x7e]+/)?")

# see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
MOST_TAGS = 50
RESERVED_TAG = re.compile("aws:", re.IGNORECASE)

CREATIONS = {
    "CreateRole": ("RoleName", lambda: iam._roles, "Role with name {} already exists."),
    "CreateUser": ("UserName", lambda: iam._users, "User with name {} already exists."),
    "CreateGroup": ("GroupName", lambda: iam._groups, "Group with name {} already exists."),
    "CreateInstanceProfile": ("InstanceProfileName", lambda: iam._instance_profiles, "Instance Profile {} already exists."),
    "CreatePolicy": ("PolicyName", lambda: policy_names(), "A policy called {} already exists. Duplicate names are not allowed."),
}


def policy_names():
    return [policy["PolicyName"] for policy in iam._policies.values()]


def invalid(message):
    return iam._error(400, "ValidationError", iam._xml_escape(message), ns="iam")


def creation(operation):
    field, existing, message = CREATIONS[operation]

    @refuses(iam._IAM_HANDLERS, operation)
    def create(params):
        name, path = iam._p(params, field), iam._p(params, "Path") or "/"
        refusal = name_refused(field, name) or path_refused(path) or tags_refused(iam._extract_tags(params))
        # Names are unique regardless of case: see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
        if refusal or name.lower() not in (other.lower() for other in existing()):
            return refusal
        return iam._error(409, "EntityAlreadyExists", message.format(name), ns="iam")


for created in CREATIONS:
    creation(created)


@refuses(iam._IAM_HANDLERS, "PutRolePolicy", "PutUserPolicy", "PutGroupPolicy")
def put_inline_policy(params):
    return name_refused("PolicyName", iam._p(params, "PolicyName"))


def name_refused(field, name):
    parameter = field[0].lower() + field[1:]
    longest = LONGEST_NAMES[field]
    if len(name) > longest:
        return invalid(too_long(name, parameter, longest))
    if NAME.fullmatch(name):
        return None
    allowed = "It must contain only alphanumeric characters and/or the following: +=,.@_-"
    return invalid(f"The specified value for {parameter} is invalid. {allowed}")


def path_refused(path):
    if len(path) > LONGEST_PATH:
        return invalid(too_long(path, "path", LONGEST_PATH))
    if PATH.fullmatch(path):
        return None
    allowed = "It must begin and end with / and contain only alphanumeric characters and/or / characters."
    return invalid(f"The specified value for path is invalid. {allowed}")


def too_long(value, parameter, longest):
    return (
        f"1 validation error detected: Value '{value}' at '{parameter}' failed to satisfy constraint: "
        f"Member must have length less than or equal to {longest}"
    )


def tags_refused(tags, present=()):
    """Tags that are added to those that an entity has. A duplicate key of a user or role is refused by MiniStack."""
    keys = [tag["Key"] for tag in tags]
    if any(RESERVED_TAG.match(key) for key in keys):
        message = "aws: prefixed tag key names are not allowed for external use."
        return iam._error(400, "InvalidInput", message, ns="iam")
    if len(keys) > MOST_TAGS:
        return invalid(too_long(keys, "tags", MOST_TAGS))
    if len({key.lower() for key in [*keys, *(tag["Key"] for tag in present)]}) > MOST_TAGS:
        return iam._error(409, "LimitExceeded", f"The number of tags has reached the maximum limit of {MOST_TAGS}.", ns="iam")
    return None


@refuses(iam._IAM_HANDLERS, "TagRole")
def tag_role(params):
    role = iam._roles.get(iam._p(params, "RoleName"))
    return role and tags_refused(iam._extract_tags(params), role["Tags"])


@refuses(iam._IAM_HANDLERS, "TagUser")
def tag_user(params):
    user = iam._users.get(iam._p(params, "UserName"))
    return user and tags_refused(iam._extract_tags(params), user["Tags"])


@refuses(iam._IAM_HANDLERS, "TagPolicy")
def tag_policy(params):
    policy = iam._policies.get(iam._p(params, "PolicyArn"))
    return policy and tags_refused(iam._extract_tags(params), policy["Tags"])
