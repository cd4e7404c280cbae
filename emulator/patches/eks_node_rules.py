"""EKS node groups: versions, instance types, sizes, subnets and launch templates that EKS refuses."""

import re

from ministack.services import ec2, eks

from . import eks_nodes
from .ec2_interfaces import template_data
from .eks_refusals import minor_of, refuse, refuse_tags
from .service_access import trusting_role
from .wrapping import refuses

MOST_INSTANCE_TYPES = 20

# see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
GRAVITON = re.compile(r"a1\.|[a-z]+\d+g")


# see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html
@refuses(eks, "_create_nodegroup")
def create_nodegroup(cluster_name, body):
    cluster = eks._clusters.get(cluster_name)
    if cluster is None:
        return None
    names = {"clusterName": cluster_name, "nodegroupName": body.get("nodegroupName")}
    reason = next(filter(None, reasons_against(cluster, body)), None)
    if reason:
        return refuse("InvalidParameterException", reason, **names)
    reason = refuse_template(body)
    return refuse("InvalidRequestException", reason, **names) if reason else refuse_tags(body.get("tags"), **names)


def reasons_against(cluster, body):
    version = body.get("version", cluster["version"])
    if version != cluster["version"]:
        yield f"Node group version {version} must be the version of the cluster, which is {cluster['version']}"
    yield release_of_other_version(body.get("releaseVersion"), version)
    yield role_without_trust(body["nodeRole"])
    types = body.get("instanceTypes", [])
    if len(types) > MOST_INSTANCE_TYPES:
        yield f"Instance types must be at most {MOST_INSTANCE_TYPES}, found {len(types)}"
    yield of_other_architecture(types, body.get("amiType", ""))
    yield sizes_out_of_order(body.get("scalingConfig", {}))
    yield from subnets_elsewhere(cluster, body.get("subnets", []))


# see https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
# The message is that of https://github.com/eksctl-io/eksctl/issues/3290
def role_without_trust(arn):
    if trusting_role(arn, "ec2.amazonaws.com", {}):
        return None
    return f"Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole {arn}"


# The message is that of https://github.com/HHS/simpler-grants-gov/pull/12404
def of_other_architecture(types, image):
    others = [name for name in types if ("ARM_64" if GRAVITON.match(name) else "x86_64") not in image]
    if "_64" not in image or not others:
        return None
    return f"[{', '.join(others)}] is not a valid instance type for requested amiType {image}"


# see https://docs.aws.amazon.com/eks/latest/userguide/eks-linux-ami-versions.html (Bottlerocket has releases of its own)
def release_of_other_version(release, version):
    match = re.fullmatch(r"(1\.\d+)\.\d+-\d{8}", release or "")
    if match and match[1] != version:
        return f"Requested release version {release} is not valid for kubernetes version {version}."
    return None


# see https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html
def sizes_out_of_order(scaling):
    least, most, desired = (scaling.get(key) for key in ("minSize", "maxSize", "desiredSize"))
    if None not in (least, most) and least > most:
        return "minSize can't be greater than maxSize"
    if None not in (least, desired) and least > desired:
        return f"Minimum capacity {least} can't be greater than desired size {desired}"
    if None not in (most, desired) and desired > most:
        return "desiredSize can't be greater than maxSize"
    return None


# see https://docs.aws.amazon.com/eks/latest/userguide/eks-compute.html
def subnets_elsewhere(cluster, subnets):
    for subnet in subnets:
        if subnet not in ec2._subnets:
            yield f"The subnet ID '{subnet}' does not exist"
        elif ec2._subnets[subnet]["VpcId"] != cluster["resourcesVpcConfig"]["vpcId"]:
            yield f"Subnet {subnet} must be in the VPC of the cluster, {cluster['resourcesVpcConfig']['vpcId']}"


# see https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html#launch-template-basics
def refuse_template(body):
    if "launchTemplate" not in body:
        return None
    data = template_data(eks_nodes.full_reference(body["launchTemplate"]))
    if data.get("InstanceType") and body.get("instanceTypes"):
        return "Cannot specify instance types in launch template and API request"
    for field in ("diskSize", "remoteAccess"):
        if field in body:
            return f"{field} must be specified within the launch template"
    if any("SubnetId" in interface for interface in data.get("NetworkInterfaces", [])):
        return "Launch template must not specify a subnet"
    return "Launch template must not specify an instance profile" if data.get("IamInstanceProfile") else None


# see https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupVersion.html
@refuses(eks_nodes, "update_version")
def update_version(group, body):
    control_plane = eks._clusters[group["clusterName"]]["version"]
    version = body.get("version", control_plane)
    reason = release_of_other_version(body.get("releaseVersion"), version) or other_template(group, body)
    if (minor_of(version) or 0) > minor_of(control_plane):
        reason = f"Node group version {version} must not be newer than the cluster, which has {control_plane}"
    elif (minor_of(version) or 0) < minor_of(group["version"]):
        reason = f"Node group version {group['version']} cannot be rolled back to {version}"
    return refuse("InvalidParameterException", reason, **names_of(group)) if reason else None


def other_template(group, body):
    if "launchTemplate" not in body:
        return None
    if "launchTemplate" not in group:
        return "Cannot update to a launch template: the node group was created without one"
    if eks_nodes.full_reference(body["launchTemplate"]).get("id") != group["launchTemplate"].get("id"):
        return "The launch template must be the one with which the node group was created"
    return None


# see https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupConfig.html
@refuses(eks_nodes, "update_config")
def update_config(group, body):
    reason = sizes_out_of_order({**group["scalingConfig"], **body.get("scalingConfig", {})})
    return refuse("InvalidParameterException", reason, **names_of(group)) if reason else None


def names_of(group):
    return {"clusterName": group["clusterName"], "nodegroupName": group["nodegroupName"]}
