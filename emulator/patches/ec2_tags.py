"""Tags of EC2: at most 50 for a resource, and none with a prefix that AWS reserves.

see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions
"""

import re

from ministack.services import ec2

from .wrapping import refuses

MOST_TAGS = 50

TAGGING = [name for name in ec2._ACTION_MAP if name.startswith(("Create", "Run", "Allocate"))]


@refuses(ec2._ACTION_MAP, *TAGGING)
def refuse_tags(params):
    sent = {}
    for name, value in params.items():
        if match := re.fullmatch(r"(TagSpecification\.\d+\.|)Tag\.\d+\.Key", name):
            sent.setdefault(match[1], set()).add(value[0] if isinstance(value, list) else value)
    for keys in sent.values():
        if any(key.lower().startswith("aws:") for key in keys):
            return ec2._error("InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use", 400)
        if most_on_a_resource(keys, params) > MOST_TAGS:
            return ec2._error("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.", 400)
    return None


def most_on_a_resource(keys, params):
    resources = ec2._parse_member_list(params, "ResourceId")
    present = [{tag["Key"] for tag in ec2._tags.get(resource, [])} for resource in resources] or [set()]
    return max(len(keys | tags) for tags in present)
