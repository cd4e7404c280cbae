"""Interface endpoints: one subnet in each zone, and private DNS only in a VPC with DNS.

see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
"""

from ministack.services import ec2

from .wrapping import refuses


@refuses(ec2._ACTION_MAP, "CreateVpcEndpoint")
def create_vpc_endpoint(params):
    vpc = ec2._p(params, "VpcId")
    if vpc not in ec2._vpcs:
        return ec2._error("InvalidVpcId.NotFound", f"The Vpc Id {vpc} does not exist", 400)
    if ec2._p(params, "VpcEndpointType") != "Interface":
        return None
    refusal = subnets_in_one_zone(ec2._parse_member_list(params, "SubnetId"))
    return refusal or without_dns(vpc, ec2._p(params, "PrivateDnsEnabled"))


# see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html
@refuses(ec2._ACTION_MAP, "ModifyVpcEndpoint")
def modify_vpc_endpoint(params):
    endpoint = ec2._vpc_endpoints.get(ec2._p(params, "VpcEndpointId"))
    if endpoint is None:
        return None
    removed = ec2._parse_member_list(params, "RemoveSubnetId")
    kept = [subnet for subnet in endpoint["SubnetIds"] if subnet not in removed]
    refusal = subnets_in_one_zone(kept + ec2._parse_member_list(params, "AddSubnetId"))
    return refusal or without_dns(endpoint["VpcId"], ec2._p(params, "PrivateDnsEnabled"))


# see https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html#prerequisites-interface-endpoints
def subnets_in_one_zone(subnets):
    taken = set()
    for subnet in subnets:
        zone = ec2._subnets.get(subnet, {}).get("AvailabilityZone")
        if zone in taken:
            message = (
                f"Found another VPC endpoint subnet in the availability zone of {subnet}. "
                "VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service."
            )
            return ec2._error("DuplicateSubnetsInSameZone", message, 400)
        taken.add(zone)
    return None


# A VPC that is created by a call resolves names, and gives instances none until it is told to.
# see https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html#vpc-dns-support
def without_dns(vpc, private_dns):
    attributes = ec2._vpcs.get(vpc, {})
    if private_dns != "true" or (attributes.get("EnableDnsSupport", True) and attributes.get("EnableDnsHostnames", False)):
        return None
    message = "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true"
    return ec2._error("InvalidParameter", f"{message} for {vpc}", 400)
