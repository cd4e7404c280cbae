"""Security groups: names, descriptions and rules that EC2 refuses.

see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
"""

import re

from ministack.services import ec2

from .wrapping import refuses

CHARACTERS = r"[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]{0,255}"


def invalid(value, parameter, reason):
    message = f"Value ({ec2._esc(value)}) for parameter {parameter} is invalid. {reason}"
    return ec2._error("InvalidParameterValue", message, 400)


# see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
@refuses(ec2._ACTION_MAP, "CreateSecurityGroup")
def create_security_group(params):
    name, description, vpc = (ec2._p(params, key) for key in ("GroupName", "GroupDescription", "VpcId"))
    if not description:
        return ec2._error("MissingParameter", "The request must contain the parameter GroupDescription", 400)
    if name.startswith("sg-"):
        return invalid(name, "groupName", "Group names may not be in the format sg-*.")
    if not re.fullmatch(CHARACTERS, name):
        return invalid(name, "groupName", "Character sets beyond ASCII are not supported.")
    if not re.fullmatch(CHARACTERS, description):
        return invalid(description, "GroupDescription", "Character sets beyond ASCII are not supported.")
    if vpc and vpc not in ec2._vpcs:
        return ec2._error("InvalidVpcID.NotFound", f"The vpc ID '{vpc}' does not exist", 400)
    others = [group["GroupName"].lower() for group in ec2._security_groups.values() if group["VpcId"] == vpc]
    if name.lower() in others:
        return ec2._error("InvalidGroup.Duplicate", f"The security group '{name}' already exists for VPC '{vpc}'", 400)
    return None


# see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
@refuses(ec2._ACTION_MAP, "AuthorizeSecurityGroupIngress")
def authorize_ingress(params):
    return refuse_rules(params, "IpPermissions")


# see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupEgress.html
@refuses(ec2._ACTION_MAP, "AuthorizeSecurityGroupEgress")
def authorize_egress(params):
    return refuse_rules(params, "IpPermissionsEgress")


def refuse_rules(params, direction):
    group = ec2._security_groups.get(ec2._p(params, "GroupId"))
    if group is None:
        return None
    existing = {key for rule in group[direction] for key, _ in single_rules(rule)}
    for key, peer in (one for rule in ec2._parse_ip_permissions(params, "IpPermissions") for one in single_rules(rule)):
        if key in existing:
            message = f'the specified rule "peer: {key[-1]}, {key[0]}, ALLOW" already exists'
            return ec2._error("InvalidPermission.Duplicate", message, 400)
        if peer.get("GroupId") and peer["GroupId"] not in ec2._security_groups:
            message = f"The security group '{peer['GroupId']}' does not exist"
            return ec2._error("InvalidGroup.NotFound", message, 400)
        # see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
        if not re.fullmatch(CHARACTERS, peer.get("Description", "")):
            return invalid(peer["Description"], "description", "Invalid rule description.")
        existing.add(key)
    return None


def single_rules(rule):
    """Each peer of a rule, with what makes a rule the same as another: protocol, ports and the peer without description."""
    comparable = ec2._strip_descriptions(rule)
    ports = (comparable["IpProtocol"], comparable.get("FromPort"), comparable.get("ToPort"))
    for kind in ("IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs"):
        for peer in rule.get(kind, []):
            name = next((peer[key] for key in ("CidrIp", "CidrIpv6", "PrefixListId", "GroupId") if key in peer), "")
            yield (*ports, name), peer
