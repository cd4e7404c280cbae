"""SNS, SQS and EventBridge: rules for policies, rules and targets."""

from ministack.core.responses import error_response_json
from ministack.services import eventbridge, sns, sqs

from .policies import SyntaxErrors, statements, unknown_principal
from .wrapping import refuses

# see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
LONGEST_PATTERN = 2048
MOST_TARGETS = 5
MOST_RULES = 300

# see https://docs.aws.amazon.com/general/latest/gr/sns.html
LONGEST_TOPIC_POLICY = 30 * 1024

MOST_TAGS = 50


def topic_policy_refused(policy):
    """# see https://github.com/hashicorp/terraform-provider-aws/issues/26041 for the message about a principal

    # see https://github.com/serverless/serverless/issues/5519 for the one about the grammar
    """
    try:
        found = statements(policy)
    except SyntaxErrors:
        return sns._error("InvalidParameter", "Invalid parameter: Policy Error: null", 400)
    if unknown_principal(found):
        return sns._error("InvalidParameter", "Invalid parameter: Policy Error: PrincipalNotFound", 400)
    if len(policy.encode()) > LONGEST_TOPIC_POLICY:
        return sns._error("InvalidParameter", "Invalid parameter: Policy Reason: Policy statement is too long", 400)
    return None


@refuses(sns, "_set_topic_attributes")
def set_topic_attributes(params):
    is_policy = sns._p(params, "AttributeName") == "Policy"
    return topic_policy_refused(sns._p(params, "AttributeValue")) if is_policy else None


@refuses(sns, "_create_topic")
def create_topic(params):
    for number in range(1, len(params)):
        if sns._p(params, f"Attributes.entry.{number}.key") == "Policy":
            return topic_policy_refused(sns._p(params, f"Attributes.entry.{number}.value"))
    return topic_tags_refused(sns._param_tags(params), {})


@refuses(sns, "_tag_resource")
def tag_topic(params):
    topic = sns._topics.get(sns._p(params, "ResourceArn")) or {}
    return topic_tags_refused(sns._param_tags(params), topic.get("tags", {}))


def topic_tags_refused(added, present):
    """# see https://docs.aws.amazon.com/sns/latest/api/API_TagResource.html"""
    if any(key.lower().startswith("aws:") for key in added):
        message = "Invalid parameter: Tags Reason: aws: prefixed tag key names are not allowed for external use."
        return sns._error("InvalidParameter", message, 400)
    if len({*added, *present}) > MOST_TAGS:
        return sns._error("TagLimitExceeded", f"Could not complete request: tag quota of {MOST_TAGS} per resource exceeded", 400)
    return None


@refuses(sqs._HANDLERS, "CreateQueue", "SetQueueAttributes")
def queue_policy(request, _url):
    """# see https://github.com/aws/aws-cdk/issues/15602"""
    policy = (request.get("Attributes") or {}).get("Policy")
    if not policy:
        return None
    try:
        is_valid = unknown_principal(statements(policy)) is None
    except SyntaxErrors:
        is_valid = False
    if is_valid:
        return None
    raise sqs._Err("InvalidAttributeValue", "Invalid value for the parameter Policy.")


def limit_exceeded():
    """The message is that of https://github.com/aws-cloudformation/cfn-lint/issues/306"""
    return error_response_json("LimitExceededException", "The requested resource exceeds the maximum number allowed.", 400)


@refuses(eventbridge, "_put_rule")
def put_rule(request):
    if len(request.get("EventPattern") or "") > LONGEST_PATTERN:
        return eventbridge._invalid_event_pattern("Event pattern exceeds the size limit")
    bus = request.get("EventBusName", "default")
    others = [rule for rule in eventbridge._rules.values() if rule["EventBusName"] == bus and rule["Name"] != request.get("Name")]
    return limit_exceeded() if len(others) >= MOST_RULES else None


@refuses(eventbridge, "_put_targets")
def put_targets(request):
    key = eventbridge._rule_key(request.get("Rule"), request.get("EventBusName", "default"))
    if key not in eventbridge._rules:
        return None
    present = [target["Id"] for target in eventbridge._targets.get(key, [])]
    wanted = {target["Id"] for target in request.get("Targets", [])}
    return limit_exceeded() if len({*present, *wanted}) > MOST_TARGETS else None
