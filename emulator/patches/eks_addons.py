"""EKS add-ons: the versions on offer, a version if none was requested, and their Pod Identity associations."""

import json

from ministack.services import eks

from .eks_refusals import ALLOWED_SKEW, minor_of
from .wrapping import succeeded, wraps

# The current version and earlier ones.
VERSIONS = {
    "aws-ebs-csi-driver": ("v1.63.1", "v1.62.0", "v1.58.0"),
    "coredns": ("v1.12.4", "v1.12.1", "v1.11.4"),
    "eks-node-monitoring-agent": ("v1.4.1", "v1.3.0"),
    "eks-pod-identity-agent": ("v1.3.9", "v1.3.8"),
    "metrics-server": ("v0.8.0", "v0.7.2"),
    "vpc-cni": ("v1.20.4", "v1.19.6", "v1.18.6"),
}


def offered_versions(addon_name, kubernetes_version):
    """The newest build first, then the default one, then earlier versions; none of an add-on that does not exist.

    kube-proxy has the version of the control plane, or one that its skew policy allows.
    """
    releases = VERSIONS.get(addon_name, ())
    if addon_name == "kube-proxy":
        newest = minor_of(kubernetes_version)
        releases = [f"v1.{minor}.0" for minor in range(newest, newest - ALLOWED_SKEW - 1, -1)]
    return [f"{release}-eksbuild.{build}" for release in releases for build in (2, 1)]


def describe_addon_versions(addon_name, kubernetes_version):
    offered = offered_versions(addon_name, kubernetes_version)
    if not offered:
        return eks._json_resp(200, {"addons": []})
    versions = [
        {
            "addonVersion": version,
            "architecture": ["amd64", "arm64"],
            "compatibilities": [
                {
                    "clusterVersion": kubernetes_version,
                    "platformVersions": ["*"],
                    "defaultVersion": version == offered[1],
                }
            ],
        }
        for version in offered
    ]
    addon = {"addonName": addon_name, "owner": "aws", "publisher": "eks", "addonVersions": versions}
    return eks._json_resp(200, {"addons": [addon]})


@wraps(eks, "_handle_request_sync")
def route(original, method, path, headers, body, query):
    if path != "/addons/supported-versions":
        return original(method, path, headers, body, query)
    wanted = {name: value[0] if isinstance(value, list) else value for name, value in query.items()}
    if "addonName" not in wanted:
        return eks._error(400, "InvalidParameterException", "addonName is required by this emulator")
    return describe_addon_versions(wanted["addonName"], wanted.get("kubernetesVersion", "1.35"))


@wraps(eks, "_create_addon")
def create_addon(original, cluster_name, body):
    response = original(cluster_name, {**body, "podIdentityAssociations": []})
    if not succeeded(response):
        return response
    addon = eks._addons[f"{cluster_name}/{body['addonName']}"]
    if not addon["addonVersion"]:
        addon["addonVersion"] = offered_versions(body["addonName"], eks._clusters[cluster_name]["version"])[1]
    associate(addon, body)
    return eks._describe_addon(cluster_name, body["addonName"])


@wraps(eks, "_update_addon")
def update_addon(original, cluster_name, addon_name, body):
    addon = eks._addons.get(f"{cluster_name}/{addon_name}")
    without = {field: value for field, value in body.items() if field != "podIdentityAssociations"}
    response = original(cluster_name, addon_name, without)
    if addon and "podIdentityAssociations" in body:
        dissociate(addon)
        associate(addon, body)
    return response


@wraps(eks, "_delete_addon")
def delete_addon(original, cluster_name, addon_name):
    addon = eks._addons.get(f"{cluster_name}/{addon_name}")
    response = original(cluster_name, addon_name)
    if addon:
        dissociate(addon)
    return response


def associate(addon, body):
    """An add-on is sent pairs of service account and role; EKS creates associations from them and returns their ARNs."""
    for pair in body.get("podIdentityAssociations", []):
        request = {**pair, "namespace": body.get("namespaceConfig", {}).get("namespace", "kube-system")}
        response = eks._create_pod_identity_association(addon["clusterName"], request)
        arn = json.loads(response[2])["association"]["associationArn"]
        addon["podIdentityAssociations"].append(arn)


def dissociate(addon):
    for arn in addon["podIdentityAssociations"]:
        eks._delete_pod_identity_association(addon["clusterName"], arn.rsplit("/", 1)[1])
    addon["podIdentityAssociations"] = []
