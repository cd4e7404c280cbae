"""What the rules of EKS share: how it refuses a request, and versions of Kubernetes."""

import json
import re

# see https://docs.aws.amazon.com/eks/latest/APIReference/CommonErrors.html and the errors of each operation
STATUS = {"ResourceInUseException": 409, "ResourceNotFoundException": 404}


def refuse(code, message, **resource):
    """An error with the names that EKS adds: clusterName, nodegroupName or addonName."""
    headers = {"Content-Type": "application/json", "x-amzn-errortype": code}
    return STATUS.get(code, 400), headers, json.dumps({"__type": code, "message": message, **resource}).encode()


def minor_of(version):
    """The minor version in `1.35`, `v1.35.0-eksbuild.1` and `1.35.1-20260601`; None in anything else."""
    match = re.match(r"v?1\.(\d+)(\.|$)", version or "")
    return int(match[1]) if match else None


# How many minor versions kubelet and kube-proxy may be older than the control plane.
# see https://kubernetes.io/releases/version-skew-policy/
ALLOWED_SKEW = 3


def refuse_tags(tags, **resource):
    """see https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html#tag-restrictions"""
    reserved = next((text for pair in (tags or {}).items() for text in pair if text.lower().startswith("aws:")), None)
    if reserved is None:
        return None
    message = f"Tag keys and values must not begin with aws:, found {reserved}"
    return refuse("InvalidParameterException", message, **resource)
