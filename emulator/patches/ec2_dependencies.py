"""EC2 deletes nothing that something else uses.

see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
"""

from ministack.services import ec2, eks

from .ec2_interfaces import interfaces
from .wrapping import refuses, succeeded, wraps


def has_dependencies(kind, resource_id):
    return ec2._error("DependencyViolation", f"The {kind} '{resource_id}' has dependencies and cannot be deleted.", 400)


# see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSubnet.html
@wraps(ec2._ACTION_MAP, "DeleteSubnet")
def delete_subnet(original, params):
    subnet = ec2._p(params, "SubnetId")
    if any(interface.subnet == subnet for interface in interfaces()):
        return has_dependencies("subnet", subnet)
    response = original(params)
    if succeeded(response):
        for table in ec2._route_tables.values():
            table["Associations"] = [one for one in table["Associations"] if one.get("SubnetId") != subnet]
    return response


# see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html
@refuses(ec2._ACTION_MAP, "DeleteSecurityGroup")
def delete_security_group(params):
    group = ec2._p(params, "GroupId")
    if is_in_use(group):
        return ec2._error("DependencyViolation", f"resource {group} has a dependent object", 400)
    return None


def is_in_use(group):
    others = (other for other_id, other in ec2._security_groups.items() if other_id != group)
    return any(group in interface.groups for interface in interfaces()) or any(refers_to(other, group) for other in others)


def refers_to(other, group):
    rules = other["IpPermissions"] + other["IpPermissionsEgress"]
    return any(pair.get("GroupId") == group for rule in rules for pair in rule.get("UserIdGroupPairs", []))


@wraps(eks, "_delete_cluster")
def delete_cluster(original, name):
    """EKS deletes the cluster's security group as EC2 lets it: if a rule of another group refers to it, the group is left."""
    cluster = eks._clusters.get(name)
    group = cluster and cluster["resourcesVpcConfig"]["clusterSecurityGroupId"]
    stored = ec2._security_groups.get(group)
    response = original(name)
    if stored and succeeded(response) and is_in_use(group):
        ec2._security_groups[group] = stored
    return response


# see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpc.html
@refuses(ec2._ACTION_MAP, "DeleteVpc")
def delete_vpc(params):
    vpc_id = ec2._p(params, "VpcId")
    vpc = ec2._vpcs.get(vpc_id, {})
    own = {vpc.get("MainRouteTableId"), vpc.get("DefaultNetworkAclId")}
    stores = (ec2._route_tables, ec2._network_acls, ec2._vpc_endpoints, ec2._egress_igws)
    if any(one["VpcId"] == vpc_id and key not in own for store in stores for key, one in store.items()):
        return has_dependencies("vpc", vpc_id)
    return None


# see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteInternetGateway.html
@refuses(ec2._ACTION_MAP, "DeleteInternetGateway")
def delete_internet_gateway(params):
    gateway = ec2._p(params, "InternetGatewayId")
    if ec2._internet_gateways.get(gateway, {}).get("Attachments"):
        return has_dependencies("internetGateway", gateway)
    return None


# see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachInternetGateway.html
@refuses(ec2._ACTION_MAP, "DetachInternetGateway")
def detach_internet_gateway(params):
    gateway, vpc = ec2._p(params, "InternetGatewayId"), ec2._p(params, "VpcId")
    attachments = ec2._internet_gateways.get(gateway, {}).get("Attachments", [])
    if vpc not in [attachment["VpcId"] for attachment in attachments]:
        return ec2._error("Gateway.NotAttached", f"resource {gateway} is not attached to network {vpc}", 400)
    if has_public_addresses(vpc):
        message = (
            f"Network {vpc} has some mapped public address(es). "
            "Please unmap those public address(es) before detaching the gateway."
        )
        return ec2._error("DependencyViolation", message, 400)
    return None


def has_public_addresses(vpc):
    gateways = [one for one in ec2._nat_gateways.values() if one["ConnectivityType"] == "public" and is_available(one)]
    instances = [one for one in ec2._instances.values() if one["State"]["Name"] == "running" and one["PublicIpAddress"]]
    return any(ec2._subnets.get(one["SubnetId"], {}).get("VpcId") == vpc for one in gateways + instances)


def is_available(gateway):
    return gateway["State"] == "available"


# see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRouteTable.html
@refuses(ec2._ACTION_MAP, "DeleteRouteTable")
def delete_route_table(params):
    table = ec2._p(params, "RouteTableId")
    if ec2._route_tables.get(table, {}).get("Associations"):
        return has_dependencies("routeTable", table)
    return None


# see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkAcl.html
@refuses(ec2._ACTION_MAP, "DeleteNetworkAcl")
def delete_network_acl(params):
    acl = ec2._p(params, "NetworkAclId")
    if ec2._network_acls.get(acl, {}).get("Associations"):
        return has_dependencies("networkAcl", acl)
    return None


# see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReleaseAddress.html
@refuses(ec2._ACTION_MAP, "ReleaseAddress")
def release_address(params):
    allocation = ec2._p(params, "AllocationId")
    address = ec2._addresses.get(allocation)
    if address and is_associated(allocation):
        return ec2._error("InvalidIPAddress.InUse", f"Address {address['PublicIp']} is in use.", 400)
    return None


def is_associated(allocation):
    gateways = ec2._nat_gateways.values()
    return bool(ec2._addresses[allocation]["AssociationId"]) or any(
        gateway["AllocationId"] == allocation and is_available(gateway) for gateway in gateways
    )
