"""EC2 instances: network, root volume, metadata options and monitoring as sent."""

import re

from ministack.services import ec2

from .wrapping import succeeded, wraps

METADATA_OPTIONS = {
    "HttpTokens": ("httpTokens", "optional"),
    "HttpPutResponseHopLimit": ("httpPutResponseHopLimit", "1"),
    "HttpEndpoint": ("httpEndpoint", "enabled"),
    "HttpProtocolIpv6": ("httpProtocolIpv6", "disabled"),
    "InstanceMetadataTags": ("instanceMetadataTags", "disabled"),
}


@wraps(ec2._ACTION_MAP, "RunInstances")
def run_instances(original, params):
    before = set(ec2._instances)
    response = original(with_first_interface(params))
    if succeeded(response):
        for instance_id in set(ec2._instances) - before:
            complete(ec2._instances[instance_id], params)
    return response


def with_first_interface(params):
    """If a network interface is sent, it has the subnet and security groups; MiniStack looks for those of the instance."""
    moved = dict(params)
    for name, value in params.items():
        if match := re.fullmatch(r"NetworkInterface\.1\.(SubnetId|PrivateIpAddress|SecurityGroupId\.\d+)", name):
            moved[match[1]] = value
    return moved


def complete(instance, params):
    if ec2._p(params, "NetworkInterface.1.AssociatePublicIpAddress") == "false":
        instance["PublicIpAddress"] = instance["PublicDnsName"] = ""
    instance["EbsOptimized"] = ec2._p(params, "EbsOptimized") == "true"
    instance["Placement"]["AvailabilityZone"] = ec2._subnets[instance["SubnetId"]]["AvailabilityZone"]
    if ec2._p(params, "Monitoring.Enabled") == "true":
        instance["Monitoring"] = {"State": "enabled"}
    set_metadata_options(instance, params, "MetadataOptions.")
    volume = ec2._volumes[instance["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]]
    volume["AvailabilityZone"] = instance["Placement"]["AvailabilityZone"]
    sent = {name: ec2._p(params, f"BlockDeviceMapping.1.Ebs.{name}") for name in ("Encrypted", "KmsKeyId", "VolumeType")}
    volume["Encrypted"] = sent["Encrypted"] == "true"
    volume["VolumeType"] = sent["VolumeType"] or volume["VolumeType"]
    volume["KmsKeyId"] = sent["KmsKeyId"]
    volume["Size"] = int(ec2._p(params, "BlockDeviceMapping.1.Ebs.VolumeSize") or volume["Size"])
    ec2._parse_tag_specs(params, "volume", volume["VolumeId"])


def set_metadata_options(instance, params, prefix=""):
    current = instance.get("MetadataOptions", {name: default for name, (_, default) in METADATA_OPTIONS.items()})
    sent = {name: ec2._p(params, f"{prefix}{name}") for name in METADATA_OPTIONS}
    instance["MetadataOptions"] = {**current, **{name: value for name, value in sent.items() if value}}


@wraps(ec2, "_instance_xml")
def instance_xml(original, instance):
    xml = re.sub(r"<(dnsName|ipAddress)></\1>", "", original(instance))
    added = f"<ebsOptimized>{str(instance.get('EbsOptimized', False)).lower()}</ebsOptimized>" + metadata_xml(instance)
    return xml.replace("<hypervisor>", f"{added}<hypervisor>", 1)


def metadata_xml(instance):
    options = instance.get("MetadataOptions")
    if not options:
        return ""
    fields = "".join(f"<{tag}>{options[name]}</{tag}>" for name, (tag, _) in METADATA_OPTIONS.items())
    return f"<metadataOptions><state>applied</state>{fields}</metadataOptions>"


@wraps(ec2, "_volume_inner_xml")
def volume_xml(original, volume):
    key = f"<kmsKeyId>{ec2._esc(volume['KmsKeyId'])}</kmsKeyId>" if volume.get("KmsKeyId") else ""
    return key + original(volume)


def set_monitoring(state):
    def handler(params):
        for instance_id in ec2._parse_member_list(params, "InstanceId"):
            ec2._instances[instance_id]["Monitoring"] = {"State": state}
        return ec2._xml(200, "MonitorInstancesResponse", "<instancesSet/>")

    return handler


def modify_metadata_options(params):
    instance = ec2._instances[ec2._p(params, "InstanceId")]
    set_metadata_options(instance, params)
    fields = f"<instanceId>{instance['InstanceId']}</instanceId>" + metadata_xml(instance).replace(
        "metadataOptions>", "instanceMetadataOptions>"
    )
    return ec2._xml(200, "ModifyInstanceMetadataOptionsResponse", fields)


ec2._ACTION_MAP["MonitorInstances"] = set_monitoring("enabled")
ec2._ACTION_MAP["UnmonitorInstances"] = set_monitoring("disabled")
ec2._ACTION_MAP["ModifyInstanceMetadataOptions"] = modify_metadata_options
