import type { Block, Stack } from "../../model/project";
import { type Rule, ruleOnEach } from "../rule";
import { oneOf, fails, isGiven, passes, type Verdict, verdictOn, verdictOnSatellites, worst } from "../verdict";
import { isNotForAnyone, policyAt } from "./public-policy";

const user = "https://docs.aws.amazon.com/securityhub/latest/userguide";
const config = "https://docs.aws.amazon.com/config/latest/developerguide";

/** The policy of a topic or a queue: its own argument, and the resource that attaches one. */
function accessIsNotPublic(block: Block, stack: Stack, attached: string, argument: string): Verdict {
  const none = passes("no policy, and so no access from other accounts");
  return worst([
    isNotForAnyone(policyAt(stack, block), none),
    verdictOnSatellites(
      stack,
      block,
      attached,
      (policy) => isNotForAnyone(policyAt(stack, policy), none),
      none,
      argument,
    ),
  ]);
}

function queueIsEncrypted(queue: Block): Verdict {
  const key = isGiven(queue, "kms_master_key_id");
  if (key.outcome !== "fails") return key;
  return verdictOn(queue, "sqs_managed_sse_enabled", oneOf(true), "passes");
}

/** Rules on SNS topics, SQS queues and EventBridge buses. */
export const messagingRules: readonly Rule[] = [
  ruleOnEach({
    id: "sns-topic-is-encrypted",
    demands: "Each topic encrypts its messages with a KMS key.",
    type: "aws_sns_topic",
    see: `${user}/sns-controls.html#sns-1`,
    decide: (topic) => isGiven(topic, "kms_master_key_id"),
  }),
  ruleOnEach({
    id: "sns-topic-is-not-public",
    demands: "No topic lets anyone publish or subscribe.",
    type: "aws_sns_topic",
    see: `${config}/sns-topic-no-public-access.html`,
    decide: (topic, stack) => accessIsNotPublic(topic, stack, "aws_sns_topic_policy", "arn"),
  }),
  ruleOnEach({
    id: "sqs-queue-is-encrypted",
    demands: "Each queue encrypts its messages, under a KMS key or under SQS's own, which is AWS's default.",
    type: "aws_sqs_queue",
    see: `${user}/sqs-controls.html#sqs-1`,
    decide: queueIsEncrypted,
  }),
  ruleOnEach({
    id: "sqs-queue-is-not-public",
    demands: "No queue lets anyone send or receive.",
    type: "aws_sqs_queue",
    see: `${config}/sqs-queue-no-public-access.html`,
    decide: (queue, stack) => accessIsNotPublic(queue, stack, "aws_sqs_queue_policy", "queue_url"),
  }),
  ruleOnEach({
    id: "event-bus-has-policy",
    demands: "Each custom event bus says in a policy which accounts may send to it.",
    type: "aws_cloudwatch_event_bus",
    see: `${user}/eventbridge-controls.html#eventbridge-3`,
    decide: (bus, stack) =>
      verdictOnSatellites(
        stack,
        bus,
        "aws_cloudwatch_event_bus_policy",
        (policy) => isGiven(policy, "policy"),
        fails("no aws_cloudwatch_event_bus_policy"),
        "event_bus_name",
      ),
  }),
];
