import {
  accountLogPolicyChanged,
  logGroupChanged,
  rulesChanged,
  topicsChanged,
  trailChanged,
} from "../../../../src/constructs/state/audit/event-patterns";
import { check, type Row } from "./pattern-cases";
import { eventsCall, logsCall, topicsCall, trailCall, user } from "./records";

describe("the alert about the trail", () => {
  const who = user("unlisted");
  const trailArn = "arn:aws:cloudtrail:ap-northeast-1:123456789012:trail/platform-audit";
  const call = (eventName: string, requestParameters: Record<string, unknown>) =>
    trailCall({ who, eventName, requestParameters });

  check(trailChanged("platform-audit", trailArn), [
    ["is for StopLogging by name", call("StopLogging", { name: "platform-audit" }), true],
    ["is for StopLogging by ARN", call("StopLogging", { name: trailArn }), true],
    ["is for DeleteTrail", call("DeleteTrail", { name: trailArn }), true],
    ["is for UpdateTrail", call("UpdateTrail", { name: "platform-audit", isMultiRegionTrail: false }), true],
    ["is for PutEventSelectors", call("PutEventSelectors", { trailName: "platform-audit" }), true],
    ["is not for StartLogging", call("StartLogging", { name: "platform-audit" }), false],
    ["is not for another trail", call("StopLogging", { name: "other" }), false],
  ]);
});

describe("the alert about searchable records", () => {
  const name = "/aws/cloudtrail/platform-audit";
  const arn = `arn:aws:logs:ap-northeast-1:123456789012:log-group:${name}`;
  const call = (eventName: string, requestParameters: Record<string, unknown>, more = {}) =>
    logsCall({ who: user("unlisted"), eventName, requestParameters, ...more });
  const logGroupName = { logGroupName: name };

  check(logGroupChanged(name, arn), [
    ["is for DeleteLogGroup", call("DeleteLogGroup", logGroupName), true],
    ["is for DeleteLogStream", call("DeleteLogStream", { ...logGroupName, logStreamName: "stream" }), true],
    ["is for PutRetentionPolicy", call("PutRetentionPolicy", { ...logGroupName, retentionInDays: 1 }), true],
    ["is for AssociateKmsKey", call("AssociateKmsKey", { ...logGroupName, kmsKeyId: "arn:key" }), true],
    ["is for AssociateKmsKey by ARN", call("AssociateKmsKey", { resourceIdentifier: arn, kmsKeyId: "arn:key" }), true],
    ["is for DisassociateKmsKey", call("DisassociateKmsKey", logGroupName), true],
    ...[name, arn].map((logGroupIdentifier): Row => [
      `is for PutDataProtectionPolicy of ${logGroupIdentifier}`,
      call("PutDataProtectionPolicy", { logGroupIdentifier, policyDocument: "{}" }),
      true,
    ]),
    ["is not for unlimited retention", call("DeleteRetentionPolicy", logGroupName), false],
    ["is not for writing them", call("CreateLogStream", { ...logGroupName, logStreamName: "stream" }), false],
    ["is not for another log group", call("DeleteLogGroup", { logGroupName: `${name}-other` }), false],
    ["is not for what fails", call("DeleteLogGroup", logGroupName, { errorCode: "OperationAbortedException" }), false],
  ]);
});

describe("the alert about policies for all log groups", () => {
  const call = (eventName: string, policyType: string, more = {}) =>
    logsCall({ who: user("unlisted"), eventName, requestParameters: { policyName: "all", policyType }, ...more });

  check(accountLogPolicyChanged(), [
    ["is for one that masks data", call("PutAccountPolicy", "DATA_PROTECTION_POLICY"), true],
    ["is for one that forwards records", call("PutAccountPolicy", "SUBSCRIPTION_FILTER_POLICY"), true],
    ["is for the removal of one", call("DeleteAccountPolicy", "DATA_PROTECTION_POLICY"), true],
    ["is not for reading them", call("DescribeAccountPolicies", "DATA_PROTECTION_POLICY"), false],
    [
      "is not for what fails",
      call("PutAccountPolicy", "DATA_PROTECTION_POLICY", { errorCode: "LimitExceeded" }),
      false,
    ],
  ]);
});

describe("the alert about rules", () => {
  const who = user("unlisted");
  const call = (eventName: string, requestParameters: Record<string, unknown>) =>
    eventsCall({ who, eventName, requestParameters });

  check(rulesChanged("platform-audit-"), [
    ["is for DisableRule", call("DisableRule", { name: "platform-audit-key-used" }), true],
    ["is for DeleteRule", call("DeleteRule", { name: "platform-audit-key-used" }), true],
    ["is for PutRule", call("PutRule", { name: "platform-audit-key-used", state: "DISABLED" }), true],
    ["is for RemoveTargets", call("RemoveTargets", { rule: "platform-audit-key-used", ids: ["mail"] }), true],
    [
      "is for PutTargets",
      call("PutTargets", { rule: "platform-audit-key-used", targets: [{ id: "mail", arn: "arn:elsewhere" }] }),
      true,
    ],
    ["is not for other rules", call("DisableRule", { name: "platform-dev-karpenter" }), false],
    ["is not for reading", call("DescribeRule", { name: "platform-audit-key-used" }), false],
  ]);
});

describe("the alert about topics", () => {
  const mail = "arn:aws:sns:ap-northeast-1:123456789012:platform-audit-alerts";
  const chat = `${mail}-chat`;
  const subscription = (topic: string) => `${topic}:2bcfbf39-05c3-41de-beaa-fcfcc21c8f55`;
  const call = (eventName: string, requestParameters: Record<string, unknown>, more = {}) =>
    topicsCall({ who: user("unlisted"), eventName, requestParameters, ...more });
  const policy = { attributeName: "Policy", attributeValue: '{"Version":"2012-10-17","Statement":[]}' };
  const filter = { attributeName: "FilterPolicy", attributeValue: '{"never":["true"]}' };

  check(topicsChanged([mail, chat]), [
    ...[mail, chat].flatMap((topicArn): Row[] => [
      [`is for DeleteTopic of ${topicArn}`, call("DeleteTopic", { topicArn }), true],
      [`is for Unsubscribe from ${topicArn}`, call("Unsubscribe", { subscriptionArn: subscription(topicArn) }), true],
    ]),
    ["is for SetTopicAttributes", call("SetTopicAttributes", { topicArn: mail, ...policy }), true],
    [
      "is for AddPermission",
      call("AddPermission", {
        topicArn: mail,
        label: "other",
        aWSAccountId: ["210987654321"],
        actionName: ["SetTopicAttributes"],
      }),
      true,
    ],
    [
      "is for RemovePermission",
      call("RemovePermission", { topicArn: mail, label: "EventBridgePublishesAlerts" }),
      true,
    ],
    [
      "is for SetSubscriptionAttributes",
      call("SetSubscriptionAttributes", { subscriptionArn: subscription(mail), ...filter }),
      true,
    ],
    [
      "is for PutDataProtectionPolicy",
      call("PutDataProtectionPolicy", { resourceArn: chat, dataProtectionPolicy: "{}" }),
      true,
    ],
    [
      "is not for what another topic lets through",
      call("PutDataProtectionPolicy", { resourceArn: `${mail}-other`, dataProtectionPolicy: "{}" }),
      false,
    ],
    ["is not for another topic", call("DeleteTopic", { topicArn: `${mail}-other` }), false],
    [
      "is not for subscriptions to another topic",
      call("Unsubscribe", { subscriptionArn: subscription(`${mail}-other`) }),
      false,
    ],
    ["is not for reading", call("GetTopicAttributes", { topicArn: mail }), false],
    ["is not for new subscribers", call("Subscribe", { topicArn: mail, protocol: "email" }), false],
    [
      "is not for what fails",
      call("SetTopicAttributes", { topicArn: mail, ...policy }, { errorCode: "InvalidParameterException" }),
      false,
    ],
  ]);
});
