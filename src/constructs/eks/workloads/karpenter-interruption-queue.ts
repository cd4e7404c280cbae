import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { Construct } from "constructs";

export interface KarpenterInterruptionQueueProps {
  /** Name of the queue and prefix of the rules' names. */
  readonly name: string;
}

/** The events on which Karpenter acts, by the last part of their rule's name. It would discard all others. */
const interruptions = {
  "spot-interruption": { source: ["aws.ec2"], "detail-type": ["EC2 Spot Instance Interruption Warning"] },
  rebalance: { source: ["aws.ec2"], "detail-type": ["EC2 Instance Rebalance Recommendation"] },
  reservation: { source: ["aws.ec2"], "detail-type": ["EC2 Capacity Reservation Instance Interruption Warning"] },
  "state-change": {
    source: ["aws.ec2"],
    "detail-type": ["EC2 Instance State-change Notification"],
    detail: { state: ["stopping", "stopped", "shutting-down", "terminated"] },
  },
  "scheduled-change": {
    source: ["aws.health"],
    "detail-type": ["AWS Health Event"],
    detail: { service: ["EC2"], eventTypeCategory: ["scheduledChange"] },
  },
};

/**
 * The queue in which EventBridge notifies Karpenter of instances that are about to be interrupted. A notification older
 * than five minutes is of no use and is dropped.
 *
 * @see https://karpenter.sh/docs/concepts/disruption/#interruption
 */
export class KarpenterInterruptionQueue extends Construct {
  readonly queueArn: string;
  readonly queueName: string;

  constructor(scope: Construct, id: string, props: KarpenterInterruptionQueueProps) {
    super(scope, id);
    const queue = new SqsQueue(this, "Resource", {
      name: props.name,
      messageRetentionSeconds: 300,
      sqsManagedSseEnabled: true,
    });
    const rules = Object.entries(interruptions).map(([event, pattern]) => {
      const rule = new CloudwatchEventRule(this, event, {
        name: `${props.name}-${event}`,
        description: `Tells Karpenter of EC2 instances that are about to go: ${event}`,
        eventPattern: JSON.stringify(pattern),
      });
      new CloudwatchEventTarget(this, `${event}-target`, { rule: rule.name, arn: queue.arn });
      return rule;
    });
    const ruleArns = rules.map((rule) => rule.arn);
    new SqsQueuePolicy(this, "policy", { queueUrl: queue.url, policy: accessOf(this, queue.arn, ruleArns).json });

    this.queueArn = queue.arn;
    this.queueName = queue.name;
  }
}

function accessOf(scope: Construct, queueArn: string, ruleArns: string[]): DataAwsIamPolicyDocument {
  return new DataAwsIamPolicyDocument(scope, "access", {
    statement: [
      {
        sid: "RulesOfThisQueueSend",
        principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
        actions: ["sqs:SendMessage"],
        resources: [queueArn],
        condition: [{ test: "ArnEquals", variable: "aws:SourceArn", values: ruleArns }],
      },
      {
        sid: "NothingWithoutTls",
        effect: "Deny",
        principals: [{ type: "*", identifiers: ["*"] }],
        actions: ["sqs:*"],
        resources: [queueArn],
        condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
      },
    ],
  });
}
