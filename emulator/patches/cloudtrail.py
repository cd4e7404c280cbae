"""CloudTrail: CloudWatch Logs and tags as sent with the creation of a trail."""

from ministack.services import cloudtrail

from .wrapping import succeeded, wraps


@wraps(cloudtrail._DISPATCH, "CreateTrail")
def create_trail(original, body):
    response = original(body)
    if not succeeded(response):
        return response
    trail = cloudtrail._trails[body["Name"]]
    for field in ("CloudWatchLogsLogGroupArn", "CloudWatchLogsRoleArn"):
        if body.get(field):
            trail[field] = body[field]
    if body.get("TagsList"):
        cloudtrail._add_tags({"ResourceId": trail["TrailARN"], "TagsList": body["TagsList"]})
    return response


@wraps(cloudtrail._DISPATCH, "DeleteTrail")
def delete_trail(original, body):
    arn = cloudtrail._find_mutable_trail(body.get("Name", ""))[2]
    response = original(body)
    if succeeded(response) and arn:
        cloudtrail._trail_tags.pop(arn["TrailARN"], None)
    return response
