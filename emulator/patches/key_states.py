"""KMS: what a key's state forbids, and rules for aliases and tags.

# see https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
"""

import re

from ministack.core.responses import error_response_json
from ministack.services import kms

from .wrapping import refuses

# see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
ALIAS = re.compile(r"alias/[a-zA-Z0-9/_-]+")

# see https://docs.aws.amazon.com/kms/latest/developerguide/tagging-keys.html
MOST_TAGS = 50

NOT_WHILE_PENDING_DELETION = (
    "_disable_key",
    "_enable_key",
    "_schedule_key_deletion",
    "_tag_resource",
    "_untag_resource",
    "_update_key_description",
)

NOT_UNLESS_ENABLED = ("_create_grant", "_disable_key_rotation", "_enable_key_rotation", "_get_public_key")


@refuses(kms, *NOT_WHILE_PENDING_DELETION)
def while_pending_deletion(request):
    return pending_deletion(kms._resolve_key(request.get("KeyId", "")))


def pending_deletion(key):
    if key is None or key["KeyState"] not in ("PendingDeletion", "PendingReplicaDeletion"):
        return None
    return error_response_json("KMSInvalidStateException", f"{key['Arn']} is pending deletion.", 400)


@refuses(kms, *NOT_UNLESS_ENABLED)
def unless_enabled(request):
    key = kms._resolve_key(request.get("KeyId", ""))
    return key and kms._check_key_state(key)


@refuses(kms, "_cancel_key_deletion")
def cancel_key_deletion(request):
    key = kms._resolve_key(request.get("KeyId", ""))
    if key is None or pending_deletion(key):
        return None
    return error_response_json("KMSInvalidStateException", f"{key['Arn']} is not pending deletion.", 400)


@refuses(kms, "_create_alias", "_update_alias")
def alias(request):
    name, target = request.get("AliasName", ""), request.get("TargetKeyId", "")
    if name.startswith("alias/aws/"):
        return error_response_json("NotAuthorizedException", "", 400)
    if not ALIAS.fullmatch(name):
        return error_response_json("ValidationException", f"{name} contains invalid characters for an alias", 400)
    if "alias/" in target:
        return error_response_json("ValidationException", "Aliases must refer to keys. Not aliases", 400)
    return pending_deletion(kms._resolve_key(target))


@refuses(kms, "_create_key", "_tag_resource")
def tags(request):
    key = kms._resolve_key(request.get("KeyId", "")) or {}
    added = [tag["TagKey"] for tag in request.get("Tags", [])]
    if any(name.lower().startswith("aws:") for name in added):
        return error_response_json("TagException", "aws: prefixed tag key names are not allowed for external use.", 400)
    if len({*added, *(tag["TagKey"] for tag in key.get("Tags", []))}) > MOST_TAGS:
        return error_response_json("LimitExceededException", f"Tag limit of {MOST_TAGS} exceeded.", 400)
    return None
