"""Launch templates: the key of a volume as sent."""

import re

from ministack.services import ec2

from .wrapping import wraps


@wraps(ec2, "_parse_lt_data")
def parse_data(original, params, prefix="LaunchTemplateData"):
    data = original(params, prefix)
    for position, mapping in enumerate(data.get("BlockDeviceMappings", []), start=1):
        key = ec2._p(params, f"{prefix}.BlockDeviceMapping.{position}.Ebs.KmsKeyId")
        if key:
            mapping["Ebs"]["KmsKeyId"] = key
    return data


@wraps(ec2, "_lt_data_xml")
def data_xml(original, data):
    volumes = iter(mapping["Ebs"] for mapping in data.get("BlockDeviceMappings", []) if "Ebs" in mapping)
    return re.sub("<ebs>", lambda tag: tag[0] + key_xml(next(volumes)), original(data))


def key_xml(volume):
    return f"<kmsKeyId>{ec2._esc(volume['KmsKeyId'])}</kmsKeyId>" if "KmsKeyId" in volume else ""
