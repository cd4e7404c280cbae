"""Resources of EC2, by their IDs."""

import re

from ministack.core.responses import get_account_id, get_region
from ministack.services import ec2

from .redaction import SECRET_MEMBERS
from .service_facts import facts, instance_profile, role

#: Store and resource type by the prefix of IDs.
STORES = {
    "acl": (ec2._network_acls, "network-acl"),
    "ami": (ec2._images, "image"),
    "dopt": (ec2._dhcp_options, "dhcp-options"),
    "eigw": (ec2._egress_igws, "egress-only-internet-gateway"),
    "eipalloc": (ec2._addresses, "elastic-ip"),
    "eni": (ec2._network_interfaces, "network-interface"),
    "fl": (ec2._flow_logs, "vpc-flow-log"),
    "i": (ec2._instances, "instance"),
    "igw": (ec2._internet_gateways, "internet-gateway"),
    "lt": (ec2._launch_templates, "launch-template"),
    "nat": (ec2._nat_gateways, "natgateway"),
    "pl": (ec2._prefix_lists, "prefix-list"),
    "rtb": (ec2._route_tables, "route-table"),
    "sg": (ec2._security_groups, "security-group"),
    "snap": (ec2._snapshots, "snapshot"),
    "subnet": (ec2._subnets, "subnet"),
    "vol": (ec2._volumes, "volume"),
    "vpc": (ec2._vpcs, "vpc"),
    "vpce": (ec2._vpc_endpoints, "vpc-endpoint"),
}

ID = re.compile(r"([a-z]+)-[0-9a-f]{8,17}")


def named(parameters):
    found = {}
    for name in ids_in(parameters):
        found.update(association(name) if name.startswith("rtbassoc-") else {name: resource(name)})
    profile = parameters.get("IamInstanceProfile") or {}
    name = profile.get("Name") or profile.get("Arn", "").rsplit("/", 1)[-1]
    if name and (passed := instance_profile(name)):
        found[profile.get("Name") or profile["Arn"]] = passed
        found.update({arn: role(arn.rsplit("/", 1)[-1]) for arn in passed.get("roleArns", [])})
    return found


def ids_in(value):
    if isinstance(value, str):
        return [value] if ID.fullmatch(value) else []
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [name for child in children for name in ids_in(child)]


def resource(name):
    """An image of another account has the tags that the caller's account gives it.

    see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions
    """
    prefix = name.split("-")[0]
    if prefix == "sgr":
        return facts(arn("security-group-rule", name), ec2._tags.get(name))
    store, kind = STORES.get(prefix, ({}, None))
    found = store.get(name)
    if not found:
        return facts(arn(kind, name), ec2._tags.get(name)) if kind == "image" else None
    vpc = found.get("VpcId") if kind != "vpc" else None
    return facts(arn(kind, name), ec2._tags.get(name) or found.get("Tags"), vpcArn=vpc and arn("vpc", vpc))


def arn(kind, name):
    account = "" if kind in ("image", "snapshot") else get_account_id()
    return f"arn:aws:ec2:{get_region()}:{account}:{kind}/{name}"


def association(name):
    """An association of a route table implies its table and its subnet."""
    for table in ec2._route_tables.values():
        for each in table.get("Associations", []):
            if each["RouteTableAssociationId"] == name:
                implied = [each["RouteTableId"], each.get("SubnetId")]
                implied = [other for other in implied if other]
                own = {"arn": "", "account": get_account_id(), "implies": implied}
                return {name: own, **{other: resource(other) for other in implied}}
    return {}


def of_node_group(operation, parameters):
    """The launch template of a node group with the data of its version, and the networks in which nodes start."""
    reference = parameters.get("launchTemplate")
    if operation not in ("CreateNodegroup", "UpdateNodegroupVersion") or not reference:
        return {}
    found = {}
    for template in ec2._launch_templates.values():
        name = reference.get("id") or reference.get("name")
        if name in (template["LaunchTemplateId"], template["LaunchTemplateName"]):
            data = data_of(template, reference.get("version"))
            launch = {member: value for member, value in data.items() if not SECRET_MEMBERS.fullmatch(member)}
            found[name] = {**resource(template["LaunchTemplateId"]), "launch": launch}
            found.update({group: resource(group) for group in launch.get("SecurityGroupIds", [])})
    found.update({subnet: resource(subnet) for subnet in parameters.get("subnets", [])})
    return found


def data_of(template, version):
    number = str(version or template["DefaultVersionNumber"])
    number = {"$Latest": str(template["LatestVersionNumber"]), "$Default": str(template["DefaultVersionNumber"])}.get(number, number)
    return next((each["LaunchTemplateData"] for each in template["Versions"] if str(each["VersionNumber"]) == number), {})
