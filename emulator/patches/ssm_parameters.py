"""Systems Manager's public parameters: images and node releases that AWS recommends."""

import re

from ministack.services import ssm

from .wrapping import wraps

IMAGES = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default"
EKS_RELEASE = r"/aws/service/eks/optimized-ami/(1\.\d+)/amazon-linux-2023/\w+/(?:standard|nvidia|neuron)/recommended/release_version"
BOTTLEROCKET_RELEASE = r"/aws/service/bottlerocket/aws-k8s-1\.\d+(?:-nvidia)?/\w+/latest/image_version"

# An image that MiniStack can start an instance of; it has none for arm64.
ssm._PUBLIC_AMI_PARAMETERS[f"{IMAGES}-arm64"] = ssm._PUBLIC_AMI_PARAMETERS[f"{IMAGES}-x86_64"]


@wraps(ssm, "_public_parameter")
def public_parameter(original, name):
    value = release(name or "")
    if value is None:
        return original(name)
    arn = f"arn:aws:ssm:{ssm.get_region()}::parameter{name}"
    return {"Name": name, "Type": "String", "Value": value, "Version": 1, "LastModifiedDate": 1728518400, "ARN": arn}


def release(name):
    if match := re.fullmatch(EKS_RELEASE, name):
        return f"{match[1]}.1-20250904"
    if re.fullmatch(BOTTLEROCKET_RELEASE, name):
        return "1.49.0-713f44ce"
    return None
