"""CloudTrail: a trail needs a bucket, a role, a log group and a key that let it deliver.

# see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
"""

import re

from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import cloudtrail, kms, s3
from ministack.services import cloudwatch_logs as logs

from .service_access import resource_policy_allows, role_allows, trusting_role
from .wrapping import refuses

MOST_TAGS = 50
SERVICE = "cloudtrail.amazonaws.com"
NAME = re.compile(r"(?=.{3,128}$)[A-Za-z0-9]+([._-][A-Za-z0-9]+)*")


def refused(code, message):
    return cloudtrail._err(code, message)


@refuses(cloudtrail._DISPATCH, "CreateTrail")
def create_trail(request):
    name = request.get("Name", "")
    if cloudtrail._find_visible_trail(name)[2] is not None:
        return None
    if not NAME.fullmatch(name):
        return refused("InvalidTrailNameException", "Trail name must be 3 to 128 letters, digits, and single . _ - between them.")
    return tags_refused(request.get("TagsList", [])) or delivery_refused(request, cloudtrail._trail_arn(name))


def tags_refused(tags):
    """# see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AddTags.html"""
    if any(tag["Key"].lower().startswith("aws:") for tag in tags):
        return refused("InvalidTagParameterException", "aws: prefixed tag key names are not allowed for external use.")
    if len(tags) > MOST_TAGS:
        return refused("TagsLimitExceededException", f"A trail can have at most {MOST_TAGS} tags.")
    return None


@refuses(cloudtrail._DISPATCH, "UpdateTrail")
def update_trail(request):
    trail = cloudtrail._find_mutable_trail(request.get("Name", ""))[2]
    if trail is None:
        return None
    return delivery_refused({**trail, **request}, trail["TrailARN"])


def delivery_refused(trail, arn):
    return bucket_refused(trail, arn) or key_refused(trail.get("KmsKeyId"), arn) or logs_refused(trail, arn)


def bucket_refused(trail, arn):
    """# see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html

    The message is that of https://github.com/awsdocs/aws-cloudtrail-user-guide/issues/24
    """
    name, prefix = trail.get("S3BucketName", ""), trail.get("S3KeyPrefix") or ""
    owner = s3._bucket_owner_account(name)
    if owner is None:
        return refused("S3BucketDoesNotExistException", f"S3 bucket {name} does not exist!")
    with request_scope(owner, get_region()):
        policy = s3._bucket_policies.get(name)
    folder = f"{prefix}/AWSLogs" if prefix else "AWSLogs"
    bucket = f"arn:aws:s3:::{name}"
    needed = {"s3:GetBucketAcl": bucket, "s3:PutObject": f"{bucket}/{folder}/{get_account_id()}/CloudTrail/file"}
    keys = {"aws:SourceArn": arn, "s3:x-amz-acl": "bucket-owner-full-control"}
    if all(resource_policy_allows(policy, SERVICE, action, resource, keys) for action, resource in needed.items()):
        return None
    return refused("InsufficientS3BucketPolicyException", f"Incorrect S3 bucket policy is detected for bucket: {name}")


def key_refused(key_id, arn):
    """# see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html"""
    if not key_id:
        return None
    key = kms._resolve_key(key_id)
    if key is None:
        return refused("KmsKeyNotFoundException", f"KMS key {key_id} is not found.")
    if kms._check_key_state(key):
        return refused("KmsException", f"KMS key {key['Arn']} is not enabled.")
    keys = {"aws:SourceArn": arn, "kms:EncryptionContext:aws:cloudtrail:arn": arn}
    if resource_policy_allows(key["Policy"], SERVICE, "kms:GenerateDataKey", key["Arn"], keys):
        return None
    return refused("InsufficientEncryptionPolicyException", f"Insufficient permissions to access KMS key {key['Arn']}")


def logs_refused(trail, arn):
    """# see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html

    The messages are those of https://github.com/aws/aws-cli/issues/5098 and
    https://github.com/awslabs/dynamodb-continuous-backup/issues/2
    """
    group_arn, role_arn = trail.get("CloudWatchLogsLogGroupArn"), trail.get("CloudWatchLogsRoleArn")
    if not group_arn and not role_arn:
        return None
    if not role_arn:
        return refused("InvalidCloudWatchLogsRoleArnException", "You must specify a role ARN as well as a log group.")
    if not group_arn:
        return refused("InvalidCloudWatchLogsLogGroupArnException", "You must specify a log group as well as a role ARN.")
    role = trusting_role(role_arn, SERVICE, {"aws:SourceArn": arn})
    if role is None:
        message = "Access denied. Check the trust relationships for your role."
        return refused("InvalidCloudWatchLogsRoleArnException", message)
    name = group_arn.split(":log-group:")[-1].removesuffix(":*")
    if name not in logs._log_groups or not may_write(role, group_arn.removesuffix(":*"), arn):
        return refused("InvalidCloudWatchLogsLogGroupArnException", "Access denied. Check the permissions for your role.")
    return None


def may_write(role, group_arn, arn):
    stream = f"{group_arn}:log-stream:{get_account_id()}_CloudTrail_{get_region()}"
    actions = ("logs:CreateLogStream", "logs:PutLogEvents")
    return all(role_allows(role, SERVICE, action, stream, {"aws:SourceArn": arn}) for action in actions)
