"""ECR's registry-wide settings, which MiniStack lacks: scanning, replication, policy, pull-through cache, templates."""

import json
import time

from ministack.services import ecr

from .wrapping import wraps


def settings():
    """The registry's settings, stored with the repositories' policies under a name that no repository can have."""
    return ecr._repo_policies.setdefault("/", {"cache": {}, "templates": {}})


def put_scanning(request):
    configuration = {"scanType": request.get("scanType", "BASIC"), "rules": request.get("rules", [])}
    settings()["scanning"] = configuration
    return ecr.json_response({"registryScanningConfiguration": configuration})


def get_scanning(_request):
    configuration = settings().get("scanning", {"scanType": "BASIC", "rules": []})
    return ecr.json_response({"registryId": ecr._registry_id(), "scanningConfiguration": configuration})


def put_replication(request):
    settings()["replication"] = request["replicationConfiguration"]
    return ecr.json_response({"replicationConfiguration": request["replicationConfiguration"]})


def describe_registry(_request):
    configuration = settings().get("replication", {"rules": []})
    return ecr.json_response({"registryId": ecr._registry_id(), "replicationConfiguration": configuration})


def put_policy(request):
    settings()["policy"] = request["policyText"]
    return get_policy(request)


def get_policy(_request):
    if "policy" not in settings():
        return not_found("RegistryPolicy")
    return ecr.json_response({"registryId": ecr._registry_id(), "policyText": settings()["policy"]})


def delete_policy(request):
    response = get_policy(request)
    settings().pop("policy", None)
    return response


def named(store, key, listing, exception, wrapped=None):
    """Handlers that create, describe, update and delete records of one kind, each named by `key`."""

    def answer(record):
        return ecr.json_response({wrapped: record} if wrapped else record)

    def create(request):
        settings()[store][request[key]] = {**request, "createdAt": time.time(), "registryId": ecr._registry_id()}
        return answer(settings()[store][request[key]])

    def describe(request):
        wanted = request.get(listing["request"]) or list(settings()[store])
        found = [settings()[store][name] for name in wanted if name in settings()[store]]
        if request.get(listing["request"]) and not found:
            return not_found(exception)
        return ecr.json_response({listing["response"]: found})

    def update(request):
        if request[key] not in settings()[store]:
            return not_found(exception)
        settings()[store][request[key]].update(request)
        return answer(settings()[store][request[key]])

    def delete(request):
        record = settings()[store].pop(request[key], None)
        return not_found(exception) if record is None else answer(record)

    return create, describe, update, delete


def not_found(kind):
    return ecr.error_response_json(f"{kind}NotFoundException", "not found", 400)


create_cache, describe_caches, update_cache, delete_cache = named(
    "cache",
    "ecrRepositoryPrefix",
    {"request": "ecrRepositoryPrefixes", "response": "pullThroughCacheRules"},
    "PullThroughCacheRule",
)
create_template, describe_templates, update_template, delete_template = named(
    "templates",
    "prefix",
    {"request": "prefixes", "response": "repositoryCreationTemplates"},
    "Template",
    wrapped="repositoryCreationTemplate",
)

HANDLERS = {
    "PutRegistryScanningConfiguration": put_scanning,
    "GetRegistryScanningConfiguration": get_scanning,
    "PutReplicationConfiguration": put_replication,
    "DescribeRegistry": describe_registry,
    "PutRegistryPolicy": put_policy,
    "GetRegistryPolicy": get_policy,
    "DeleteRegistryPolicy": delete_policy,
    "CreatePullThroughCacheRule": create_cache,
    "DescribePullThroughCacheRules": describe_caches,
    "UpdatePullThroughCacheRule": update_cache,
    "DeletePullThroughCacheRule": delete_cache,
    "CreateRepositoryCreationTemplate": create_template,
    "DescribeRepositoryCreationTemplates": describe_templates,
    "UpdateRepositoryCreationTemplate": update_template,
    "DeleteRepositoryCreationTemplate": delete_template,
}


@wraps(ecr, "handle_request")
async def handle_request(original, method, path, headers, body, query):
    handler = HANDLERS.get(headers.get("x-amz-target", "").split(".")[-1])
    if handler is None:
        return await original(method, path, headers, body, query)
    return handler(json.loads(body or "{}"))
