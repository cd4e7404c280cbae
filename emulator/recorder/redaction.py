"""What of a call's parameters is recorded: no passwords, secret values, user data and objects."""

import re

NOT_RECORDED = "(not recorded)"

#: Members that hold secrets although the API models do not mark them as sensitive.
SECRET_MEMBERS = re.compile(r"UserData|ClientSecret|OneTimePassword|sessionToken")

#: Names that the API models mark as sensitive, but that policies test and CloudTrail records.
#: see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html
IDENTIFIERS = {"SSEKMSKeyId"}


def recordable(shape, value):
    """A copy without blobs and sensitive members."""
    if is_secret(shape):
        return NOT_RECORDED
    if shape.type_name == "structure" and isinstance(value, dict) and not shape.is_document_type:
        return {name: recordable_member(shape.members[name], name, item) for name, item in value.items()}
    if shape.type_name == "list" and isinstance(value, list):
        return [recordable(shape.member, item) for item in value]
    if shape.type_name == "map" and isinstance(value, dict):
        return {key: recordable(shape.value, item) for key, item in value.items()}
    return value


def recordable_member(shape, name, value):
    return NOT_RECORDED if SECRET_MEMBERS.fullmatch(name) else recordable(shape, value)


def is_secret(shape):
    return shape.type_name == "blob" or (bool(shape.metadata.get("sensitive")) and shape.name not in IDENTIFIERS)
