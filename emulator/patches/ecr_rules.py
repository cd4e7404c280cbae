"""ECR: rules for names, tags, keys, policies and pull-through caches. Images and mutability are MiniStack's."""

import json
import re

from ministack.services import ecr, kms

from .ecr_registry import HANDLERS, settings
from .policies import SyntaxErrors, listed, statements, unknown_principal
from .wrapping import refuses

# see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
NAME = re.compile(r"[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*")

MOST_TAGS = 50

# see https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html
MOST_CACHE_RULES = 50
MOST_LIFECYCLE_RULES = 50


def invalid(parameter, reason):
    """# see https://github.com/hashicorp/terraform-provider-aws/issues/39064"""
    message = f"Invalid parameter at '{parameter}' failed to satisfy constraint: '{reason}'"
    return ecr.error_response_json("InvalidParameterException", message, 400)


@refuses(ecr, "_create_repository")
def create_repository(request):
    name = request.get("repositoryName", "")
    if not (2 <= len(name) <= 256 and NAME.fullmatch(name)):
        return invalid("repositoryName", f"must satisfy regular expression '{NAME.pattern}'")
    key_id = request.get("encryptionConfiguration", {}).get("kmsKey")
    key = kms._resolve_key(key_id) if key_id else None
    if key_id and (key is None or kms._check_key_state(key)):
        return ecr.error_response_json("KmsException", f"The operation failed due to a KMS exception: {key_id}", 400)
    return tags_refused(request.get("tags", []), [])


@refuses(ecr, "_tag_resource")
def tag_resource(request):
    repository = ecr._find_repo_by_arn(request.get("resourceArn", "")) or {}
    return tags_refused(request.get("tags", []), repository.get("tags", []))


def tags_refused(added, present):
    """# see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_TagResource.html"""
    keys = [tag["Key"] for tag in added]
    if any(key.lower().startswith("aws:") for key in keys):
        message = "aws: prefixed tag key names are not allowed for external use."
        return ecr.error_response_json("InvalidTagParameterException", message, 400)
    if len({*keys, *(tag["Key"] for tag in present)}) > MOST_TAGS:
        return ecr.error_response_json("TooManyTagsException", f"A repository can have at most {MOST_TAGS} tags.", 400)
    return None


@refuses(ecr, "_set_repository_policy")
def set_repository_policy(request):
    exists = request.get("repositoryName", "") in ecr._repositories
    return policy_refused(request, "repository") if exists else None


@refuses(HANDLERS, "PutRegistryPolicy")
def put_registry_policy(request):
    """# see https://github.com/pulumi/pulumi-aws/issues/2326"""
    return policy_refused(request, "registry")


def policy_refused(request, kind):
    try:
        found = statements(request.get("policyText", ""))
    except SyntaxErrors:
        return invalid("PolicyText", f"Invalid {kind} policy provided")
    return invalid("PolicyText", "Principal not found") if unknown_principal(found) else None


@refuses(ecr, "_put_lifecycle_policy")
def put_lifecycle_policy(request):
    """# see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html"""
    if request.get("repositoryName", "") not in ecr._repositories:
        return None
    try:
        rules = json.loads(request.get("lifecyclePolicyText", ""))["rules"]
        reason = problem_of_rules(rules)
    except (ValueError, KeyError, TypeError, AttributeError):
        reason = "string is not a valid lifecycle policy"
    return reason and invalid("LifecyclePolicyText", f"Lifecycle policy validation failure: {reason}")


def problem_of_rules(rules):
    priorities = [rule["rulePriority"] for rule in rules]
    if not 0 < len(rules) <= MOST_LIFECYCLE_RULES:
        return f"a policy has 1 to {MOST_LIFECYCLE_RULES} rules"
    if len(set(priorities)) < len(priorities):
        return "rule priorities must be unique"
    catching_all = [rule["rulePriority"] for rule in rules if rule["selection"]["tagStatus"] == "any"]
    if any(rule["action"]["type"] == "expire" for rule in rules) and catching_all and catching_all[-1] < max(priorities):
        return "a rule for any tag status must have the lowest priority"
    return next((problem for problem in map(problem_of_rule, rules) if problem), None)


def problem_of_rule(rule):
    selection = rule["selection"]
    is_tagged = selection["tagStatus"] == "tagged"
    if selection["tagStatus"] not in ("tagged", "untagged", "any"):
        return "tagStatus is one of tagged, untagged, any"
    lists = [name for name in ("tagPrefixList", "tagPatternList") if listed(selection.get(name))]
    if len(lists) != (1 if is_tagged else 0):
        return "tagPrefixList or tagPatternList is required with tagStatus tagged, and allowed with no other"
    if selection["countType"].startswith("since") != ("countUnit" in selection):
        return "countUnit is required with a count type in days, and allowed with no other"
    return None if int(selection["countNumber"]) > 0 else "countNumber is a positive integer"


@refuses(HANDLERS, "CreatePullThroughCacheRule")
def create_cache_rule(request):
    """# see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html"""
    prefix, present = request["ecrRepositoryPrefix"], settings()["cache"]
    if prefix in present:
        message = f"A pull through cache rule with prefix '{prefix}' already exists in the registry '{ecr._registry_id()}'"
        return ecr.error_response_json("PullThroughCacheRuleAlreadyExistsException", message, 400)
    if len(present) >= MOST_CACHE_RULES:
        message = f"A registry can have at most {MOST_CACHE_RULES} pull through cache rules."
        return ecr.error_response_json("LimitExceededException", message, 400)
    return None


@refuses(HANDLERS, "CreateRepositoryCreationTemplate")
def create_template(request):
    """# see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepositoryCreationTemplate.html"""
    prefix = request["prefix"]
    if prefix not in settings()["templates"]:
        return None
    message = f"A repository creation template with prefix '{prefix}' already exists in the registry '{ecr._registry_id()}'"
    return ecr.error_response_json("TemplateAlreadyExistsException", message, 400)
