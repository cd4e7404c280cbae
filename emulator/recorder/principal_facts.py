"""The policies and tags of a caller."""

import json

from ministack.core.iam_evaluator import _resolve_managed_policy_document
from ministack.services import iam, sts

#: In place of a policy of AWS that MiniStack does not know.
ALLOWS_NOTHING = {"Version": "2012-10-17", "Statement": []}


def principal_facts(caller):
    if caller["type"] == "Anonymous":
        return {"identityPolicies": []}
    account = caller["account"]
    session = sts._sessions.get(caller["accessKeyId"]) or {}
    entity = entity_of(caller)
    facts = {
        "identityPolicies": policies_of(caller, entity),
        "principalTags": tags_of([*entity.get("Tags", []), *(session.get("SessionTags") or [])]),
        "principalKeys": keys_of(caller, session),
    }
    if entity.get("PermissionsBoundary"):
        facts["boundary"] = document(_resolve_managed_policy_document(entity["PermissionsBoundary"], account)) or ALLOWS_NOTHING
    limits = session_policies(session, account)
    return {**facts, "sessionPolicies": limits} if limits else facts


def entity_of(caller):
    name = caller["principalArn"].rsplit("/", 1)[-1]
    store = iam._users if caller["type"] == "IAMUser" else iam._roles
    return store.get_scoped(caller["account"], None, name) or {}


def policies_of(caller, entity):
    name = caller["principalArn"].rsplit("/", 1)[-1]
    if caller["type"] != "IAMUser":
        return named_policies(entity.get("InlinePolicies"), entity.get("AttachedPolicies"), caller["account"])
    found = named_policies(iam._user_inline_policies.get(name), entity.get("AttachedPolicies"), caller["account"])
    for group_name, group in iam._groups.items():
        if name in group.get("Users", []):
            inline = iam._group_inline_policies.get(group_name)
            found += named_policies(inline, group.get("AttachedPolicies"), caller["account"])
    return found


def named_policies(inline, attached, account):
    own = [{"name": name, "policy": document(policy)} for name, policy in (inline or {}).items()]
    managed = [(arn, _resolve_managed_policy_document(arn, account)) for arn in attached or []]
    return own + [{"name": arn.rsplit("/", 1)[-1], "policy": document(policy)} for arn, policy in managed if policy]


def session_policies(session, account):
    passed = session.get("SessionPolicies") or {}
    managed = [_resolve_managed_policy_document(arn, account) for arn in passed.get("PolicyArns") or []]
    own = [passed["Policy"]] if passed.get("Policy") else []
    return [document(policy) if policy else ALLOWS_NOTHING for policy in [*own, *managed]]


def keys_of(caller, session):
    """see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-tablekeys"""
    if caller["type"] == "IAMUser":
        return {"aws:username": caller["principalArn"].rsplit("/", 1)[-1]}
    return {"aws:userid": str(session.get("UserId", ""))}


def document(policy):
    return json.loads(policy) if isinstance(policy, str) else policy


def tags_of(pairs):
    """Tags as a map, from pairs or a map."""
    if isinstance(pairs, dict):
        return dict(pairs)
    return {pair.get("Key") or pair.get("TagKey"): pair.get("Value", pair.get("TagValue", "")) for pair in pairs or []}
