"""EKS node groups: returns all that was sent, and updates them."""

import json
import re

from ministack.services import ec2, eks

from .eks_cluster import update_answer
from .wrapping import succeeded, wraps


@wraps(eks, "_create_nodegroup")
def create_nodegroup(original, cluster_name, body):
    response = original(cluster_name, body)
    if not succeeded(response):
        return response
    group = eks._nodegroups[f"{cluster_name}/{body['nodegroupName']}"]
    group["updateConfig"] = body.get("updateConfig", {"maxUnavailable": 1})
    take(group, body, "nodeRepairConfig", "remoteAccess")
    if "launchTemplate" in body:
        group["launchTemplate"] = full_reference(body["launchTemplate"])
        group.pop("diskSize")
        group["resources"].pop("remoteAccessSecurityGroup")
    return eks._describe_nodegroup(cluster_name, body["nodegroupName"])


def take(group, body, *fields):
    group.update({field: body[field] for field in fields if field in body})


def full_reference(reference):
    """A launch template is sent by its ID or its name; EKS returns both."""
    for template in ec2._launch_templates.values():
        if reference.get("id") == template["LaunchTemplateId"] or reference.get("name") == template["LaunchTemplateName"]:
            return {"id": template["LaunchTemplateId"], "name": template["LaunchTemplateName"], **reference}
    return reference


def update_config(group, body):
    """UpdateNodegroupConfig."""
    labels = body.get("labels", {})
    group["labels"] = {**group["labels"], **labels.get("addOrUpdateLabels", {})}
    for key in labels.get("removeLabels", []):
        group["labels"].pop(key, None)
    taints = body.get("taints", {})
    changed = taints.get("addOrUpdateTaints", [])
    gone = {(taint["key"], taint["effect"]) for taint in changed + taints.get("removeTaints", [])}
    group["taints"] = [taint for taint in group["taints"] if (taint["key"], taint["effect"]) not in gone] + changed
    group["scalingConfig"] = {**group["scalingConfig"], **body.get("scalingConfig", {})}
    take(group, body, "updateConfig", "nodeRepairConfig")
    return update_answer("ConfigUpdate")


def update_version(group, body):
    """UpdateNodegroupVersion."""
    take(group, body, "version", "releaseVersion")
    if "launchTemplate" in body:
        group["launchTemplate"] = full_reference(body["launchTemplate"])
    return update_answer("VersionUpdate")


@wraps(eks, "_handle_request_sync")
def route(original, method, path, headers, body, query):
    match = re.fullmatch(r"/clusters/([\w-]+)/node-groups/([\w-]+)/(update-config|update-version)", path)
    if not match or method != "POST":
        return original(method, path, headers, body, query)
    cluster_name, name, operation = match.groups()
    group = eks._nodegroups.get(f"{cluster_name}/{name}")
    if group is None:
        return eks._describe_nodegroup(cluster_name, name)
    return (update_config if operation == "update-config" else update_version)(group, json.loads(body))
