"""EKS clusters: returns all that was sent, adds the security group that EKS creates for a cluster, and updates it."""

import base64
import json
import re

from ministack.services import ec2, eks

from .wrapping import succeeded, wraps

# The attributes of a cluster that MiniStack does not store, with the defaults of EKS.
DEFAULTS = {
    "upgradePolicy": {"supportType": "EXTENDED"},
    "deletionProtection": False,
    "zonalShiftConfig": None,
    "computeConfig": None,
    "storageConfig": None,
    "remoteNetworkConfig": None,
}


@wraps(eks, "_create_cluster")
def create_cluster(original, body, creator_arn=None):
    response = original(body, creator_arn)
    if not succeeded(response):
        return response
    cluster = eks._clusters[body["name"]]
    for field, default in DEFAULTS.items():
        if body.get(field, default) is not None:
            cluster[field] = body.get(field, default)
    cluster["accessConfig"] = {"authenticationMode": "CONFIG_MAP", **cluster["accessConfig"]}
    cluster["certificateAuthority"] = {"data": base64.b64encode(b"emulator").decode()}
    cluster["health"] = {"issues": []}
    give_security_group(cluster)
    return eks._describe_cluster(cluster["name"])


@wraps(eks, "_issuer_url")
def issuer_url(_, oidc_id):
    """As in AWS, since policies name it: see https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html"""
    return f"https://oidc.eks.{eks.get_region()}.amazonaws.com/id/{oidc_id}"


def give_security_group(cluster):
    network = cluster["resourcesVpcConfig"]
    subnets = [ec2._subnets[subnet] for subnet in network["subnetIds"] if subnet in ec2._subnets]
    if not subnets:
        return
    network["vpcId"] = subnets[0]["VpcId"]
    parameters = {
        "GroupName": [f"eks-cluster-sg-{cluster['name']}-{eks.new_uuid()[:8]}"],
        "GroupDescription": ["EKS created security group applied to ENI that is attached to EKS Control Plane"],
        "VpcId": [network["vpcId"]],
    }
    answer = ec2._create_security_group(parameters)[2].decode()
    network["clusterSecurityGroupId"] = re.search(r"<groupId>(sg-\w+)</groupId>", answer)[1]


@wraps(eks, "_delete_cluster")
def delete_cluster(original, name):
    cluster = eks._clusters.get(name)
    response = original(name)
    if cluster and succeeded(response):
        ec2._security_groups.pop(cluster["resourcesVpcConfig"]["clusterSecurityGroupId"], None)
    return response


def update_config(name, body):
    """UpdateClusterConfig: one setting at a time, merged into the existing one."""
    cluster = eks._clusters.get(name)
    if cluster is None:
        return eks._describe_cluster(name)
    for field, value in body.items():
        if field == "clientRequestToken":
            continue
        if isinstance(value, dict) and isinstance(cluster.get(field), dict):
            cluster[field] = {**cluster[field], **value}
        else:
            cluster[field] = value
    return update_answer("ConfigUpdate")


def update_version(name, body):
    """UpdateClusterVersion."""
    cluster = eks._clusters.get(name)
    if cluster is None:
        return eks._describe_cluster(name)
    cluster["version"] = body["version"]
    return update_answer("VersionUpdate")


def update_answer(kind, update_id=None):
    """Each update is complete when the response is sent, so none has to be stored."""
    update = {"id": update_id or eks.new_uuid(), "status": "Successful", "type": kind, "params": [], "errors": []}
    return eks._json_resp(200, {"update": {**update, "createdAt": eks._now()}})


@wraps(eks, "_handle_request_sync")
def route(original, method, path, headers, body, query):
    match = re.fullmatch(r"/clusters/([\w-]+)/(update-config|updates)(?:/([\w-]+))?", path)
    if not match:
        return original(method, path, headers, body, query)
    name, operation, update_id = match.groups()
    if update_id:
        return update_answer("ConfigUpdate", update_id)
    if method == "GET":
        return eks._json_resp(200, {"updateIds": []})
    return (update_config if operation == "update-config" else update_version)(name, json.loads(body))
