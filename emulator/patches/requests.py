"""Requests: a log line for each, one response for a call and its retries, and CloudTrail events that name the call and the caller as AWS does."""

import asyncio
import json
import logging
from collections import OrderedDict

from ministack import app
from ministack.core.iam_evaluator import find_iam_access_key_account, resolve_caller_identity
from ministack.services import cloudtrail

from .wrapping import succeeded, wraps

log = logging.getLogger("requests")


def action(method, path, headers, body, query):
    """The call's name if the protocol has one, otherwise method and path."""
    target = headers.get("x-amz-target", "").split(".")[-1]
    named = target or app._routing_params(method, path, headers, body, query).get("Action", "")
    return (named[0] if isinstance(named, list) else named) or f"{method} {path}"


REMEMBERED_CALLS = 1000

calls = OrderedDict()


async def once(headers, method, call):
    """The SDKs retry a call whose response was lost with the same ID: it must not be executed again."""
    invocation = headers.get("amz-sdk-invocation-id")
    if invocation is None or method in ("GET", "HEAD"):
        return await call()
    if invocation not in calls:
        calls[invocation] = asyncio.ensure_future(call())
        while len(calls) > REMEMBERED_CALLS:
            calls.popitem(last=False)
    response = await asyncio.shield(calls[invocation])
    if not succeeded(response):
        calls.pop(invocation, None)
    return response


@wraps(app, "set_request_account_id")
def set_request_account_id(original, access_key_id):
    """An access key of a user belongs to the account of the user."""
    original(find_iam_access_key_account(access_key_id) or access_key_id)


@wraps(app, "_dispatch_service_request")
async def dispatch(original, method, path, headers, body, query, request_id):
    response = await once(headers, method, lambda: original(method, path, headers, body, query, request_id))
    reason = "" if succeeded(response) else f" {bytes(response[2] or b'')[:500].decode(errors='replace')}"
    log.info("%s %s%s", response[0], action(method, path, headers, body, query), " ".join(reason.split("\n")))
    return response


@wraps(app, "_maybe_record_cloudtrail")
def maybe_record(original, service, method, path, headers, body, query, *rest):
    """The name of a call over the query protocol is in its body, where MiniStack does not look for it."""
    return original(service, method, path, headers, body, app._routing_params(method, path, headers, body, query), *rest)


@wraps(cloudtrail, "record_event")
def record_event(original, **event):
    original(**event)
    record = cloudtrail._get_event_queue()[-1]
    details = json.loads(record["CloudTrailEvent"])
    identity = user_identity(event["access_key_id"])
    details["userIdentity"] = identity
    details["requestParameters"].update(s3_parameters(event["resources"]))
    record["Username"] = identity["arn"].split(":")[-1].split("/")[-1]
    record["CloudTrailEvent"] = json.dumps(details)


def user_identity(access_key_id):
    """As in https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html"""
    account = cloudtrail.get_account_id()
    caller = resolve_caller_identity(access_key_id) or {"userArn": f"arn:aws:iam::{account}:root", "userId": account}
    arn = caller["userArn"]
    identity = {"principalId": caller["userId"], "arn": arn, "accountId": account, "accessKeyId": access_key_id}
    if ":assumed-role/" not in arn:
        return {"type": "Root" if arn.endswith(":root") else "IAMUser", **identity}
    role = arn.split("/")[1]
    issuer = {"type": "Role", "arn": f"arn:aws:iam::{account}:role/{role}", "accountId": account, "userName": role}
    return {"type": "AssumedRole", **identity, "sessionContext": {"sessionIssuer": issuer}}


def s3_parameters(resources):
    names = {resource["ResourceType"]: resource["ResourceName"] for resource in resources}
    found = {"bucketName": names.get("AWS::S3::Bucket"), "key": names.get("AWS::S3::Object")}
    return {name: value for name, value in found.items() if value}
