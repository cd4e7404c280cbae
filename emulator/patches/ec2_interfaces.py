"""The network interfaces of this account and region: what occupies a subnet and a security group.

MiniStack stores an interface only if it is created by itself. Instances, NAT gateways, interface endpoints, EKS control
planes and nodes have interfaces too.
"""

from typing import NamedTuple

from ministack.services import ec2, eks


class Interface(NamedTuple):
    subnet: str
    groups: frozenset


def interfaces():
    yield from created()
    yield from of_instances()
    yield from of_nat_gateways()
    yield from of_endpoints()
    yield from of_control_planes()
    yield from of_nodes()


def created():
    for interface in ec2._network_interfaces.values():
        yield Interface(interface["SubnetId"], ids(interface["Groups"]))


def of_instances():
    for instance in ec2._instances.values():
        if instance["State"]["Name"] != "terminated":
            yield Interface(instance["SubnetId"], ids(instance.get("SecurityGroups", [])))


def of_nat_gateways():
    for gateway in ec2._nat_gateways.values():
        if gateway["State"] == "available":
            yield Interface(gateway["SubnetId"], frozenset())


def of_endpoints():
    for endpoint in ec2._vpc_endpoints.values():
        for subnet in endpoint["SubnetIds"]:
            yield Interface(subnet, frozenset(endpoint.get("SecurityGroupIds", [])))


# see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html (two to four interfaces in the cluster's subnets)
INTERFACES_OF_A_CONTROL_PLANE = 4


def of_control_planes():
    for cluster in eks._clusters.values():
        network = cluster["resourcesVpcConfig"]
        groups = frozenset([network["clusterSecurityGroupId"], *network["securityGroupIds"]])
        for subnet in network["subnetIds"][:INTERFACES_OF_A_CONTROL_PLANE]:
            yield Interface(subnet, groups)


def of_nodes():
    """Nodes are spread over the subnets, so that a group without nodes occupies none."""
    for group in eks._nodegroups.values():
        for subnet in group["subnets"][: group["scalingConfig"]["desiredSize"]]:
            yield Interface(subnet, groups_of_nodes(group))


def groups_of_nodes(group):
    # see https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html#launch-template-security-groups
    own = template_data(group.get("launchTemplate", {})).get("SecurityGroupIds")
    return frozenset(own or [eks._clusters[group["clusterName"]]["resourcesVpcConfig"]["clusterSecurityGroupId"]])


def template_data(reference):
    """The data of the version of a launch template that a node group refers to; empty if there is no such version."""
    template = ec2._launch_templates.get(reference.get("id"), {})
    number = str(reference.get("version", template.get("DefaultVersionNumber")))
    versions = {str(version["VersionNumber"]): version for version in template.get("Versions", [])}
    return versions.get(number, {}).get("LaunchTemplateData", {})


def ids(groups):
    return frozenset(group["GroupId"] for group in groups)
