import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import type { AlertDestination } from "./alert-topics";
import { type Fault, fault } from "../../../options/faults";
import { assertNoFaults } from "../../../options/parse-options";
import { type EventPattern, eventPatternJson } from "./event-pattern";

export interface AlertRuleProps {
  /** Unique within an account and region, at most 64 characters. */
  readonly name: string;

  /** What happened, without a period. It begins the message. */
  readonly summary: string;
  readonly pattern: EventPattern;

  /**
   * Whether read-only calls also match. Otherwise EventBridge drops those that are not data events.
   * @default - false
   */
  readonly includesReadOnlyEvents?: boolean;
  readonly destinations: readonly AlertDestination[];
}

/** Fields of a CloudTrail record in a message. Fields that a record does not have are empty. */
const inputPaths = {
  who: "$.detail.userIdentity.arn",
  principal: "$.detail.userIdentity.principalId",
  what: "$.detail.eventName",
  error: "$.detail.errorCode",
  bucket: "$.detail.requestParameters.bucketName",
  object: "$.detail.requestParameters.key",
  when: "$.detail.eventTime",
  from: "$.detail.sourceIPAddress",
  region: "$.detail.awsRegion",
  account: "$.account",
  record: "$.detail.eventID",
};

const longestName = 64;

/**
 * Sends a message with the principal, action, time and source of each API call that matches a pattern.
 *
 * @throws OptionsError when the name or the pattern is longer than EventBridge allows
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export class AlertRule extends Construct {
  constructor(scope: Construct, id: string, props: AlertRuleProps) {
    super(scope, id);
    const { name, summary, pattern, includesReadOnlyEvents, destinations } = props;
    assertNoFaults(this, refuseLongName(name));

    const rule = new CloudwatchEventRule(this, "Resource", {
      name,
      description: summary,
      eventPattern: eventPatternJson(name, pattern),
      state: includesReadOnlyEvents ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED",
    });
    for (const destination of destinations) {
      new CloudwatchEventTarget(this, destination.id, {
        rule: rule.name,
        targetId: destination.id,
        arn: destination.topicArn,
        inputTransformer: {
          inputPaths: inputPaths,
          inputTemplate: { mail: mailTemplate, chat: chatTemplate }[destination.id](summary),
        },
      });
    }
  }
}

function refuseLongName(name: string): Fault[] {
  if (name.length <= longestName) return [];
  return [fault(["name"], name, `at most ${longestName} characters, not ${name.length}`)];
}

const sentence = "<what> by <who> (<principal>) from <from> at <when>";
const particulars =
  "bucket <bucket>, object <object>, error <error>, region <region>, account <account>, record <record>";

function mailTemplate(summary: string): string {
  return `"${summary}: ${sentence}; ${particulars}"`;
}

/**
 * The only form of custom messages that the chat application shows. It silently drops any other form.
 *
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
function chatTemplate(summary: string): string {
  return JSON.stringify({
    version: "1.0",
    source: "custom",
    content: { textType: "client-markdown", title: summary, description: `${sentence}; ${particulars}` },
  });
}
