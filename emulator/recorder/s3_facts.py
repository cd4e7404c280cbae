"""Buckets and objects."""

from urllib.parse import unquote

from defusedxml.ElementTree import fromstring
from ministack.core.responses import request_scope
from ministack.services import kms, s3

from .service_facts import facts


def named(operation, parameters):
    found = {}
    name = parameters.get("Bucket")
    if name:
        found[name] = bucket(name)
        found.update({f"{name}/{each['Key']}": object_of(name, each["Key"]) for each in (parameters.get("Delete") or {}).get("Objects", [])})
        if key := parameters.get("Key"):
            found[f"{name}/{key}"] = object_of(name, key, parameters.get("VersionId"))
    if operation in ("CopyObject", "UploadPartCopy"):
        path, _, version = str(parameters["CopySource"]).lstrip("/").partition("?versionId=")
        source, _, key = path.partition("/")
        found.update({source: bucket(source), f"{source}/{unquote(key)}": object_of(source, unquote(key), version)})
    return found


def owner_of(name):
    """Names of buckets are unique in all accounts."""
    return next((account for account, bucket_name in s3._buckets._data if bucket_name == name), None)


def bucket(name):
    account = owner_of(name)
    if account is None:
        return None
    with request_scope(account, s3._buckets.get_scoped(account, None, name)["region"]):
        encryption = default_encryption(name)
        found = facts(
            f"arn:aws:s3:::{name}",
            s3._bucket_tags.get(name),
            s3._bucket_policies.get(name),
            keyArn=key_arn(encryption.get("KMSMasterKeyID")) if encryption.get("SSEAlgorithm", "").startswith("aws:kms") else None,
            bucketKey=encryption.get("BucketKeyEnabled") == "true",
        )
        return {**found, "account": account}


def object_of(bucket_name, key, version=None):
    """The latest version of an object, or the given one."""
    account = owner_of(bucket_name)
    if account is None:
        return None
    with request_scope(account, s3._buckets.get_scoped(account, None, bucket_name)["region"]):
        versions = s3._object_versions.get((bucket_name, key), [])
        latest = s3._buckets[bucket_name]["objects"].get(key)
        stored = next((each for each in versions if each["version_id"] == version), None) if version else latest
        if not stored:
            return None
        headers = stored.get("preserved_headers", {})
        found = facts(
            f"arn:aws:s3:::{bucket_name}/{key}",
            s3._object_tags.get((bucket_name, key, None)),
            s3._bucket_policies.get(bucket_name),
            keyArn=key_arn(headers.get("x-amz-server-side-encryption-aws-kms-key-id")),
        )
        return {**found, "account": account}


def default_encryption(name):
    """The elements of a bucket's encryption, by their names."""
    stored = s3._bucket_encryption.get(name)
    return {each.tag.split("}")[-1]: (each.text or "").strip() for each in fromstring(stored).iter()} if stored else {}


def key_arn(name):
    found = kms._resolve_key(name) if name else None
    return found["Arn"] if found else name
