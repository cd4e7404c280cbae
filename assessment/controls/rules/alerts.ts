import { listOf } from "../../model/nested-blocks";
import type { Block, Stack } from "../../model/project";
import { referenceOf, resourcesOf } from "../../model/value";
import { type Rule, ruleOnEach } from "../rule";
import { isGiven, oneOf, passes, undecided, type Verdict, verdictOn, verdictOnSatellites, worst } from "../verdict";

function isOnAndLeadsSomewhere(rule: Block, stack: Stack): Verdict {
  return worst([
    verdictOn(rule, "state", (state) => state !== "DISABLED", "passes"),
    verdictOn(rule, "is_enabled", oneOf(true), "passes"),
    verdictOnSatellites(
      stack,
      rule,
      "aws_cloudwatch_event_target",
      (target) => isGiven(target, "arn"),
      undefined,
      "rule",
    ),
  ]);
}

/** By a subscription, or by a channel of Amazon Q Developer in chat applications. */
function hasRecipient(topic: Block, stack: Stack): Verdict {
  const channel = resourcesOf(stack, "aws_chatbot_slack_channel_configuration").find(({ values }) =>
    listOf(values.sns_topic_arns).some((arn) => referenceOf(arn)?.address === topic.address),
  );
  if (channel) return passes(`leads to ${channel.address}`);
  return verdictOnSatellites(
    stack,
    topic,
    "aws_sns_topic_subscription",
    (subscription) => isGiven(subscription, "endpoint"),
    undecided("no subscription in these stacks; the account may have one"),
    "topic_arn",
  );
}

/** Rules on what tells people of events. */
export const alertRules: readonly Rule[] = [
  ruleOnEach({
    id: "event-rule-is-on-and-has-target",
    demands: "Each rule on events is on and has a target.",
    type: "aws_cloudwatch_event_rule",
    see: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html",
    decide: isOnAndLeadsSomewhere,
  }),
  ruleOnEach({
    id: "topic-has-recipient",
    demands: "Each topic has a recipient.",
    type: "aws_sns_topic",
    see: "https://docs.aws.amazon.com/sns/latest/dg/sns-create-subscribe-endpoint-to-topic.html",
    decide: hasRecipient,
  }),
];
