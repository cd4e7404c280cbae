"""Parameters of a call, by the member names of its API model."""

from . import moto_core

NOT_RECORDED = "(not recorded)"

#: Names that the API models mark as sensitive, but that policies test and CloudTrail records.
#: see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html
IDENTIFIERS = {"SSEKMSKeyId"}


def timestamp(value):
    return moto_core.parse.default_timestamp_parser(value).isoformat()


def parse(request, operation, protocol, uri_parameters):
    """The parameters as sent, secrets included."""
    parser = moto_core.parse.PROTOCOL_PARSERS[protocol](operation, timestamp_parser=timestamp)
    parsed = parser.parse(
        {
            "body": request.body,
            "headers": request.headers,
            "method": request.method,
            "url_params": uri_parameters,
            "url_path": request.path,
            "values": request.values,
        }
    )
    return {name: value for name, value in parsed.items() if value is not None and value != []}


def recordable(shape, value):
    """A copy without sensitive members and blobs, such as passwords, secret values, user data and objects."""
    if is_secret(shape):
        return NOT_RECORDED
    if shape.type_name == "structure" and isinstance(value, dict) and not shape.is_document_type:
        return {name: recordable(shape.members[name], member) for name, member in value.items() if name in shape.members}
    if shape.type_name == "list":
        return [recordable(shape.member, item) for item in value]
    if shape.type_name == "map":
        return {key: recordable(shape.value, item) for key, item in value.items()}
    return value


def is_secret(shape):
    return shape.type_name == "blob" or (bool(shape.metadata.get("sensitive")) and shape.name not in IDENTIFIERS)
