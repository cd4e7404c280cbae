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


def refusal(key_id, bucket_name):
    """What S3 responds if a key cannot be used in the region of a bucket, or None. S3 creates its own key as needed."""
    if not key_id or key_id.endswith("alias/aws/s3"):
        return None
    region = s3.bucket_region(bucket_name)
    try:
        named = parse_arn(key_id)
        account, elsewhere = named.account_id, named.region != region
    except ArnParseError:
        account, elsewhere = s3._bucket_owner_account(bucket_name) or get_account_id(), False
    if elsewhere:
        return s3._error("KMS.NotFoundException", f"Invalid arn {named.region}", 400, f"/{bucket_name}")
    with request_scope(account, region):
        key = kms._resolve_key(key_id)
        unusable = kms._check_key_state(key) if key else None
    if key is None:
        return s3._error("KMS.NotFoundException", f"Key '{key_id}' does not exist", 400, f"/{bucket_name}")
    return unusable and as_s3(unusable, bucket_name)


def as_s3(response, bucket_name):
    problem = json.loads(response[2])
    return s3._error(f"KMS.{problem['__type']}", problem["message"], 400, f"/{bucket_name}")


@wraps(s3, "_resolve_sse_write_headers")
def resolve_write(original, headers, bucket_name):
    stored, problem = original(headers, bucket_name)
    problem = problem or refusal(stored.get(KEY_HEADER), bucket_name)
    return (None, problem) if problem else (stored, None)


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
