"""CIDR blocks, routes and NAT gateways: EC2 refuses those that overlap, lie outside the VPC or exist already.

see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
"""

import re
from ipaddress import IPv4Network

from ministack.services import ec2

from .ec2_dependencies import is_associated
from .wrapping import refuses, succeeded, wraps


def block(cidr):
    """The network of a CIDR block from /16 to /28, or None.

    see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
    """
    try:
        network = IPv4Network(cidr, strict=False)
    except ValueError:
        return None
    return network if 16 <= network.prefixlen <= 28 else None


# see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html
@refuses(ec2._ACTION_MAP, "CreateVpc")
def create_vpc(params):
    cidr = ec2._p(params, "CidrBlock")
    return ec2._error("InvalidVpc.Range", f"The CIDR '{cidr}' is invalid.", 400) if cidr and not block(cidr) else None


# see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html
@refuses(ec2._ACTION_MAP, "CreateSubnet")
def create_subnet(params):
    vpc_id, cidr = ec2._p(params, "VpcId"), ec2._p(params, "CidrBlock")
    vpc = ec2._vpcs.get(vpc_id)
    if vpc is None:
        return ec2._error("InvalidVpcID.NotFound", f"The vpc ID '{vpc_id}' does not exist", 400)
    wanted = block(cidr)
    if not wanted or not wanted.subnet_of(IPv4Network(vpc["CidrBlock"], strict=False)):
        return ec2._error("InvalidSubnet.Range", f"The CIDR '{cidr}' is invalid.", 400)
    others = [IPv4Network(one["CidrBlock"], strict=False) for one in ec2._subnets.values() if one["VpcId"] == vpc_id]
    if any(wanted.overlaps(other) for other in others):
        return ec2._error("InvalidSubnet.Conflict", f"The CIDR '{cidr}' conflicts with another subnet", 400)
    return None


# see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html
@refuses(ec2._ACTION_MAP, "CreateRoute")
def create_route(params):
    destination = ec2._p(params, "DestinationCidrBlock")
    if destination and destination in destinations(params):
        return ec2._error("RouteAlreadyExists", f"The route identified by {destination} already exists.", 400)
    return None


# see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRoute.html
@refuses(ec2._ACTION_MAP, "DeleteRoute")
def delete_route(params):
    table, destination = ec2._p(params, "RouteTableId"), ec2._p(params, "DestinationCidrBlock")
    if table in ec2._route_tables and destination and destination not in destinations(params):
        message = f"no route with destination-cidr-block {destination} in route table {table}"
        return ec2._error("InvalidRoute.NotFound", message, 400)
    return None


def destinations(params):
    routes = ec2._route_tables.get(ec2._p(params, "RouteTableId"), {}).get("Routes", [])
    return [route.get("DestinationCidrBlock") for route in routes]


# see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html (a subnet has one route table at a time)
@refuses(ec2._ACTION_MAP, "AssociateRouteTable")
def associate_route_table(params):
    table, subnet = ec2._p(params, "RouteTableId"), ec2._p(params, "SubnetId")
    associations = [one for other in ec2._route_tables.values() for one in other["Associations"]]
    if subnet and any(one.get("SubnetId") == subnet for one in associations):
        message = f"the specified association for route table {table} conflicts with an existing association"
        return ec2._error("Resource.AlreadyAssociated", message, 400)
    return None


# EC2 accepts a NAT gateway and then reports why it failed.
# see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NatGateway.html
@wraps(ec2._ACTION_MAP, "CreateNatGateway")
def create_nat_gateway(original, params):
    failure = failure_of(params)
    before = set(ec2._nat_gateways)
    response = original(params)
    if not failure or not succeeded(response):
        return response
    (gateway_id,) = set(ec2._nat_gateways) - before
    ec2._nat_gateways[gateway_id].update(State="failed", FailureCode=failure[0], FailureMessage=failure[1])
    return response


def failure_of(params):
    subnet, allocation = ec2._p(params, "SubnetId"), ec2._p(params, "AllocationId")
    if (ec2._p(params, "ConnectivityType") or "public") == "private":
        return None
    if subnet not in ec2._subnets:
        return "InvalidSubnetID.NotFound", f"The specified subnet {subnet} does not exist or could not be found."
    vpc = ec2._subnets[subnet]["VpcId"]
    if not any(one["VpcId"] == vpc for gateway in ec2._internet_gateways.values() for one in gateway["Attachments"]):
        return "Gateway.NotAttached", f"Network {vpc} has no Internet gateway attached"
    if allocation not in ec2._addresses:
        message = f"Elastic IP address {allocation} could not be associated with this NAT gateway"
        return "InvalidAllocationID.NotFound", message
    if is_associated(allocation):
        return "Resource.AlreadyAssociated", f"Elastic IP address {allocation} is already associated"
    return None


@wraps(ec2._ACTION_MAP, "DescribeNatGateways")
def describe_nat_gateways(original, params):
    status, headers, body = original(params)
    return status, headers, re.sub(r"<natGatewayId>(nat-\w+)</natGatewayId>", with_failure, body.decode()).encode()


def with_failure(match):
    gateway = ec2._nat_gateways[match[1]]
    if "FailureCode" not in gateway:
        return match[0]
    message = ec2._esc(gateway["FailureMessage"])
    return f"{match[0]}<failureCode>{gateway['FailureCode']}</failureCode><failureMessage>{message}</failureMessage>"
