"""S3: rules for bucket names, bucket policies, versioning, replication, logging and lifecycle."""

import re
from xml.etree import ElementTree

from ministack.core.responses import get_region, request_scope
from ministack.services import s3

from .policies import SyntaxErrors, principals, statements, unknown_principal
from .wrapping import refuses

# see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
RESERVED_NAME = re.compile(r"(xn--|sthree-|amzn-s3-demo-).*|.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)")

# see https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html
LONGEST_POLICY = 20 * 1024

# see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
MOST_LIFECYCLE_RULES = 1000

# see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
DAYS_BEFORE_INFREQUENT_ACCESS = 30


def error(code, message, bucket_name, status=400):
    return s3._error(code, message, status, f"/{bucket_name}")


def elements(body, tag):
    """The text of each element with this name, whatever its namespace; none if the body is not XML."""
    try:
        root = ElementTree.fromstring(body or b"<none/>")
    except ElementTree.ParseError:
        return []
    return [(element.text or "").strip() for element in root.iter() if element.tag.rsplit("}", 1)[-1] == tag]


@refuses(s3, "_create_bucket")
def create_bucket(name, _body, headers=None, endpoint_region=None):
    return error("InvalidBucketName", "The specified bucket is not valid.", name) if RESERVED_NAME.fullmatch(name) else None


@refuses(s3, "_put_bucket_policy")
def put_bucket_policy(name, body):
    """# see https://repost.aws/knowledge-center/s3-invalid-principal-in-policy-error

    S3 measures a normalized policy; without whitespace it is a little longer than that. The code for its length is that of
    https://github.com/minio/minio/issues/8625, which follows S3.
    """
    if name not in s3._buckets:
        return None
    try:
        found = statements(body.decode(errors="replace"))
    except SyntaxErrors:
        return error("MalformedPolicy", "This policy contains invalid Json", name)
    if not all(any(principals(statement)) for statement in found):
        return error("MalformedPolicy", "Missing required field Principal", name)
    if unknown_principal(found):
        return error("MalformedPolicy", "Invalid principal in policy", name)
    if not all(covers(statement, name) for statement in found):
        return error("MalformedPolicy", "Policy has invalid resource", name)
    if len(re.sub(rb"\s", b"", body)) > LONGEST_POLICY:
        message = f"Normalized policy document exceeds the maximum allowed size of {LONGEST_POLICY} bytes."
        return error("PolicyTooLarge", message, name)
    return None


def covers(statement, name):
    """Whether all resources are the bucket or in it.

    # see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html
    """
    resources = statement.get("Resource", statement.get("NotResource", []))
    bucket = re.compile(rf"arn:aws[a-z-]*:s3:::{re.escape(name)}(/.+)?", re.DOTALL)
    return all(bucket.fullmatch(resource) for resource in ([resources] if isinstance(resources, str) else resources))


@refuses(s3, "_put_bucket_versioning")
def put_bucket_versioning(name, body):
    """# see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html"""
    if "Suspended" not in elements(body, "Status"):
        return None
    if name in s3._bucket_object_lock:
        message = "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed."
        return error("InvalidBucketState", message, name, 409)
    if name in s3._bucket_replication:
        message = (
            "A replication configuration is present on this bucket, so you cannot change the versioning state. "
            "To change the versioning state, first delete the replication configuration."
        )
        return error("InvalidBucketState", message, name, 409)
    return None


@refuses(s3, "_put_bucket_replication")
def put_bucket_replication(name, body):
    """# see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html#replication-requirements"""
    destinations = [arn.split(":::")[-1] for arn in elements(body, "Bucket")]
    if name not in s3._buckets:
        return None
    if not all(s3._bucket_owner_account(bucket) for bucket in destinations):
        return error("InvalidRequest", "Destination bucket must exist.", name)
    # The message is that of https://github.com/nozaq/terraform-aws-remote-state-s3-backend/issues/107
    if not all(is_versioned(bucket) for bucket in destinations):
        return error("InvalidRequest", "Destination bucket must have versioning enabled.", name)
    return None


def is_versioned(bucket):
    with request_scope(s3._bucket_owner_account(bucket), get_region()):
        return s3._bucket_versioning.get(bucket) == "Enabled"


@refuses(s3, "_put_bucket_logging")
def put_bucket_logging(name, body):
    """# see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html"""
    for target in elements(body, "TargetBucket"):
        if target not in s3._buckets:
            message = "The owner for the bucket to be logged and the target bucket must be the same."
            existing = s3._bucket_owner_account(target) is not None
            message = message if existing else "The target bucket for logging does not exist"
            return error("InvalidTargetBucketForLogging", message, name)
        if name in s3._buckets and s3.bucket_region(target) != s3.bucket_region(name):
            return error("CrossLocationLoggingProhibitted", "Cross S3 location logging not allowed.", name, 403)
    return None


@refuses(s3, "_lifecycle_rules_error")
def lifecycle(rules):
    ids = [rule["ID"] for rule in rules if rule.get("ID")]
    if not 0 < len(rules) <= MOST_LIFECYCLE_RULES:
        return s3._error("MalformedXML", s3._MALFORMED_XML, 400)
    if len(set(ids)) < len(ids):
        return s3._error("InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule", 400)
    for transition in (transition for rule in rules for transition in rule.get("Transitions", [])):
        storage_class = transition["StorageClass"]
        if storage_class.endswith("_IA") and transition.get("Days", DAYS_BEFORE_INFREQUENT_ACCESS) < DAYS_BEFORE_INFREQUENT_ACCESS:
            message = f"'Days' in Transition action must be greater than or equal to 30 for storageClass '{storage_class}'"
            return s3._error("InvalidArgument", message, 400)
    return None
