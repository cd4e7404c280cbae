"""CloudWatch Logs: rules for log groups. An existing name and a wrong retention are refused by MiniStack.

# see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
"""

import re

from ministack.core.responses import error_response_json, get_region, request_scope
from ministack.services import cloudwatch_logs as logs
from ministack.services import kms

from .service_access import resource_policy_allows
from .wrapping import refuses

NAME = re.compile(r"[.\-_/#A-Za-z0-9]{1,512}")
MOST_TAGS = 50


def invalid(message):
    return error_response_json("InvalidParameterException", message, 400)


@refuses(logs, "_create_log_group")
def create_log_group(request):
    name = request.get("logGroupName") or ""
    if not NAME.fullmatch(name):
        pattern = r"Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+"
        return invalid(f"1 validation error detected: Value '{name}' at 'logGroupName' failed to satisfy constraint: {pattern}")
    if name.startswith("aws/"):
        return invalid("Log groups starting with aws/ are reserved for AWS.")
    return key_refused(request, name) or tags_refused(request.get("tags", {}), {})


def key_refused(request, name):
    """# see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"""
    key_arn, group_arn = request.get("kmsKeyId"), logs._make_group_arn_no_star(name)
    if not key_arn or may_encrypt(key_arn, group_arn):
        return None
    return invalid(f"The specified KMS Key Id does not exist or is not allowed to be used with Arn '{group_arn}'")


def may_encrypt(key_arn, group_arn):
    _, _, _, region, account, *_ = [*key_arn.split(":"), *[""] * 5]
    with request_scope(account, region):
        key = kms._resolve_key(key_arn)
    if key is None or key["KeyState"] != "Enabled":
        return False
    service = f"logs.{get_region()}.amazonaws.com"
    keys = {"aws:SourceArn": group_arn, "kms:EncryptionContext:aws:logs:arn": group_arn}
    actions = ("kms:GenerateDataKey", "kms:Decrypt")
    return all(resource_policy_allows(key["Policy"], service, action, key["Arn"], keys) for action in actions)


@refuses(logs, "_tag_log_group")
def tag_log_group(request):
    group = logs._log_groups.get(request.get("logGroupName")) or {}
    return tags_refused(request.get("tags", {}), group.get("tags", {}))


@refuses(logs, "_tag_resource")
def tag_resource(request):
    name = request.get("resourceArn", "").split(":log-group:")[-1].removesuffix(":*")
    group = logs._log_groups.get(name) or {}
    return tags_refused(request.get("tags", {}), group.get("tags", {}))


def tags_refused(added, present):
    """# see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html"""
    if any(key.lower().startswith("aws:") for key in added):
        return invalid("aws: prefixed tag key names are not allowed for external use.")
    if len({*added, *present}) > MOST_TAGS:
        return error_response_json("TooManyTagsException", f"A resource can have at most {MOST_TAGS} tags.", 400)
    return None
