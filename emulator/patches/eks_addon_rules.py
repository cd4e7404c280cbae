"""EKS add-ons: only those, and those versions, that EKS offers for the version of the cluster."""

from ministack.services import eks

from .eks_addons import offered_versions
from .eks_refusals import refuse, refuse_tags
from .wrapping import refuses


# see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html
@refuses(eks, "_create_addon")
def create_addon(cluster_name, body):
    name = body.get("addonName")
    return refuse_version(cluster_name, name, body) or refuse_tags(
        body.get("tags"), clusterName=cluster_name, addonName=name
    )


# see https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateAddon.html
@refuses(eks, "_update_addon")
def update_addon(cluster_name, addon_name, body):
    return refuse_version(cluster_name, addon_name, body)


def refuse_version(cluster_name, addon_name, body):
    cluster = eks._clusters.get(cluster_name)
    if cluster is None:
        return None
    names = {"clusterName": cluster_name, "addonName": addon_name}
    offered = offered_versions(addon_name, cluster["version"])
    if not offered:
        return refuse("InvalidParameterException", f"Addon {addon_name} specified is not supported", **names)
    if body.get("addonVersion", offered[0]) not in offered:
        return refuse("InvalidParameterException", "Addon version specified is not supported", **names)
    return None
