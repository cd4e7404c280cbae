"""S3: an object under a KMS key is written and read only while the key can be used.

# see https://github.com/localstack/localstack/issues/8422 for the codes of AWS
# see https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
"""

import json

from ministack.core.arn import ArnParseError, parse_arn
from ministack.core.responses import get_account_id, request_scope
from ministack.services import kms, s3

from .wrapping import refuses, succeeded, wraps

KEY_HEADER = "x-amz-server-side-encryption-aws-kms-key-id"


def used_key(key_id, bucket_name):
    """The ARN of a key, and what S3 responds if the key cannot be used in the bucket's region, one of the two None.

    S3 creates its own key, `alias/aws/s3`, as needed.
    """
    if not key_id or key_id.endswith("alias/aws/s3"):
        return key_id, None
    region = s3.bucket_region(bucket_name)
    try:
        named = parse_arn(key_id)
        account, elsewhere = named.account_id, named.region != region
    except ArnParseError:
        account, elsewhere = s3._bucket_owner_account(bucket_name) or get_account_id(), False
    if elsewhere:
        return None, not_found(f"Invalid arn {named.region}", bucket_name)
    with request_scope(account, region):
        key = kms._resolve_key(key_id)
        unusable = kms._check_key_state(key) if key else None
    if key is None:
        return None, not_found(f"Key '{key_id}' does not exist", bucket_name)
    return (None, as_s3(unusable, bucket_name)) if unusable else (key["Arn"], None)


def refusal(key_id, bucket_name):
    return used_key(key_id, bucket_name)[1]


def not_found(message, bucket_name):
    return s3._error("KMS.NotFoundException", message, 400, f"/{bucket_name}")


def as_s3(response, bucket_name):
    problem = json.loads(response[2])
    return s3._error(f"KMS.{problem['__type']}", problem["message"], 400, f"/{bucket_name}")


@wraps(s3, "_resolve_sse_write_headers")
def resolve_write(original, headers, bucket_name):
    """An alias names the key of this moment: see https://docs.aws.amazon.com/kms/latest/developerguide/alias-about.html"""
    stored, problem = original(headers, bucket_name)
    if problem or KEY_HEADER not in stored:
        return stored, problem
    arn, problem = used_key(stored[KEY_HEADER], bucket_name)
    return (None, problem) if problem else ({**stored, KEY_HEADER: arn}, None)


@wraps(s3, "_get_object")
def get_object(original, bucket_name, key, headers, query_params=None):
    response = original(bucket_name, key, headers, query_params)
    if not succeeded(response):
        return response
    return refusal(response[1].get(KEY_HEADER), bucket_name) or response


@refuses(s3, "_check_sse_c_copy_source")
def copy_source(headers, source):
    bucket_name = headers.get("x-amz-copy-source", "").lstrip("/").split("/")[0]
    return refusal(source.get("preserved_headers", {}).get(KEY_HEADER), bucket_name)
