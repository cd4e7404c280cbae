"""EKS clusters: versions, subnets and deletions that EKS refuses."""

from ministack.services import ec2, eks

from . import eks_cluster
from .eks_refusals import ALLOWED_SKEW, minor_of, refuse, refuse_tags
from .service_access import trusting_role
from .wrapping import refuses

# From the oldest version in which EKS creates a cluster, to versions of the coming years.
# see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
OFFERED = [f"1.{minor}" for minor in range(32, 41)]

DAYS_TO_ROLL_BACK = 7


# see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
@refuses(eks, "_create_cluster")
def create_cluster(body, _creator=None):
    name = body.get("name")
    if body.get("version", OFFERED[0]) not in OFFERED:
        return refuse("InvalidParameterException", "unsupported Kubernetes version", clusterName=name)
    subnets = body.get("resourcesVpcConfig", {}).get("subnetIds", [])
    return refuse_role(name, body["roleArn"]) or refuse_subnets(name, subnets) or refuse_tags(body.get("tags"), clusterName=name)


# see https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html
# The message is that of https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2406
def refuse_role(cluster_name, arn):
    if trusting_role(arn, "eks.amazonaws.com", {"aws:SourceArn": eks._cluster_arn(cluster_name)}):
        return None
    message = f"Role with arn: {arn}, could not be assumed because it does not exist or the trusted entity is not correct"
    return refuse("InvalidParameterException", message, clusterName=cluster_name)


# see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
def refuse_subnets(cluster_name, subnets, cluster_vpc=None, cluster_zones=frozenset()):
    unknown = [subnet for subnet in subnets if subnet not in ec2._subnets]
    found = [ec2._subnets[subnet] for subnet in subnets if subnet in ec2._subnets]
    vpcs = {subnet["VpcId"] for subnet in found} | {vpc for vpc in [cluster_vpc] if vpc}
    zones = {subnet["AvailabilityZone"] for subnet in found}
    if unknown:
        message = f"The subnet ID '{unknown[0]}' does not exist"
    elif len(vpcs) > 1:
        message = "Subnets specified must belong to the same VPC"
    elif len(zones) < 2:
        message = "Subnets specified must be in at least two different AZs"
    elif cluster_zones and zones != cluster_zones:
        message = f"Provided subnets belong to the AZs {sorted(zones)}. But they should belong to {sorted(cluster_zones)}"
    else:
        return None
    return refuse("InvalidParameterException", message, clusterName=cluster_name)


# see https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateClusterConfig.html
@refuses(eks_cluster, "update_config")
def update_config(name, body):
    cluster, network = eks._clusters.get(name), body.get("resourcesVpcConfig", {})
    if cluster is None or "subnetIds" not in network:
        return None
    current = cluster["resourcesVpcConfig"]
    zones = {ec2._subnets[subnet]["AvailabilityZone"] for subnet in current["subnetIds"]}
    return refuse_subnets(name, network["subnetIds"], current["vpcId"], zones)


# see https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
@refuses(eks_cluster, "update_version")
def update_version(name, body):
    cluster = eks._clusters.get(name)
    if cluster is None:
        return None
    before, after = cluster["version"], body["version"]
    step = (minor_of(after) or 0) - minor_of(before)
    if step == -1 and may_roll_back(cluster, after):
        return None
    if step != 1:
        message = f"Unsupported Kubernetes minor version update from {before} to {after}"
        return refuse("InvalidParameterException", message, clusterName=name)
    behind = [
        group["nodegroupName"]
        for group in groups_of(name)
        if minor_of(after) - minor_of(group["version"]) > ALLOWED_SKEW
    ]
    if behind:
        message = f"Nodegroups {', '.join(behind)} must be updated before updating cluster version to {after}"
        return refuse("InvalidRequestException", message, clusterName=name)
    return None


# see https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html
def may_roll_back(cluster, version):
    upgrade = cluster.get("_upgrade", {})
    in_time = eks._now() - upgrade.get("at", 0) < DAYS_TO_ROLL_BACK * 24 * 3600
    is_newer = any(minor_of(group["version"]) > minor_of(version) for group in groups_of(cluster["name"]))
    return upgrade.get("from") == version and in_time and not is_newer


def groups_of(cluster_name):
    return [group for group in eks._nodegroups.values() if group["clusterName"] == cluster_name]


# see https://docs.aws.amazon.com/eks/latest/APIReference/API_DeleteCluster.html
# see https://docs.aws.amazon.com/eks/latest/userguide/deletion-protection.html
@refuses(eks, "_delete_cluster")
def delete_cluster(name):
    cluster = eks._clusters.get(name, {})
    if cluster.get("deletionProtection"):
        message = f"Cluster {name} has deletion protection enabled. Disable deletion protection before deleting the cluster"
        return refuse("InvalidRequestException", message, clusterName=name)
    groups = groups_of(name)
    if groups:
        first = groups[0]["nodegroupName"]
        return refuse("ResourceInUseException", "Cluster has nodegroups attached", clusterName=name, nodegroupName=first)
    return None
