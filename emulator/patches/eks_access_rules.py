"""EKS access entries: principals and attributes that EKS refuses.

see https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
"""

import re

from ministack.services import eks

from .eks_refusals import refuse, refuse_tags
from .policies import is_user_or_role
from .wrapping import refuses

RESERVED_PREFIXES = ("system:", "eks:", "aws:", "amazon:", "iam:")


# see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html
@refuses(eks, "_create_access_entry")
def create_access_entry(cluster_name, body):
    cluster = eks._clusters.get(cluster_name)
    if cluster is None:
        return None
    if cluster["accessConfig"].get("authenticationMode") == "CONFIG_MAP":
        message = "The cluster's authentication mode must be API or API_AND_CONFIG_MAP to perform this operation"
        return refuse("InvalidRequestException", message, clusterName=cluster_name)
    reason = reason_against_principal(body) or reason_against_attributes(body)
    if reason:
        return refuse("InvalidParameterException", reason, clusterName=cluster_name)
    return refuse_tags(body.get("tags"), clusterName=cluster_name)


def reason_against_principal(body):
    principal, kind = body.get("principalArn", ""), body.get("type", "STANDARD")
    # see https://github.com/hashicorp/terraform-provider-aws/issues/36447
    if ":role/aws-service-role/" in principal:
        return "The caller is not allowed to modify access entries with a principalArn value of a Service Linked Role"
    if kind == "STANDARD":
        allowed, description = r"\d{12}:(role|user)", "IAM roles and users"
    else:
        allowed, description = f"{eks.get_account_id()}:role", "IAM roles of the cluster's account"
    if not re.fullmatch(rf"arn:[\w-]+:iam::{allowed}/.+", principal):
        return f"The specified principalArn is invalid: {kind} entries are for {description}"
    # see https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2969 (a role without the path that it has)
    return None if is_user_or_role(principal) else "The specified principalArn is invalid: invalid principal."


def reason_against_attributes(body):
    if body.get("type", "STANDARD") != "STANDARD" and (body.get("kubernetesGroups") or body.get("username")):
        return f"kubernetesGroups and username cannot be specified for the type {body['type']}"
    return reserved_username(body)


def reserved_username(body):
    username = body.get("username") or ""
    return f"The username {username} has a reserved prefix" if username.startswith(RESERVED_PREFIXES) else None


# see https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateAccessEntry.html
@refuses(eks, "_update_access_entry")
def update_access_entry(cluster_name, _principal, body):
    reason = reserved_username(body)
    return refuse("InvalidParameterException", reason, clusterName=cluster_name) if reason else None
