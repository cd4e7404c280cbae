import { eventPatternJson } from "../../../../src/constructs/state/audit/event-pattern";
import {
  bucketConfigured,
  bucketPatterns,
  rulesChanged,
  topicsChanged,
  trailChanged,
} from "../../../../src/constructs/state/audit/event-patterns";
import { stateAccess } from "../../../../src/constructs/state/state-access";
import { access } from "../access-matrix";
import { fits } from "./event-bridge";
import { check, onTheList, type Row, strangers } from "./pattern-cases";
import { bucketCall, eventsCall, type Identity, objectCall, session, topicsCall, trailCall, user } from "./records";

const bucket = "my-terraform-state-prod";
const state = "eks-cluster/terraform.tfstate";

const patterns = bucketPatterns(bucket, `arn:aws:s3:::${bucket}`, access);

describe("the alert about use of state", () => {
  const read = (who: Identity, more = {}) => objectCall(bucket, state, { who, eventName: "GetObject", ...more });

  check(patterns.used, [
    ...onTheList.map(([name, who]): Row => [`is not for ${name}`, read(who), false]),
    ...strangers.map(([name, who]): Row => [`is for ${name}`, read(who), true]),
    ...["HeadObject", "PutObject", "DeleteObject", "DeleteObjects", "CopyObject"].map((eventName): Row => [
      `is for ${eventName}`,
      objectCall(bucket, state, { who: session("Application"), eventName }),
      true,
    ]),
    [
      "is for a copy out of the bucket",
      objectCall("elsewhere", "copy", {
        who: session("Application"),
        eventName: "CopyObject",
        resources: [
          { type: "AWS::S3::Object", ARN: "arn:aws:s3:::elsewhere/copy" },
          { type: "AWS::S3::Object", ARN: `arn:aws:s3:::${bucket}/${state}` },
        ],
      }),
      true,
    ],
    ["is not for attempts that were denied", read(session("Application"), { errorCode: "AccessDenied" }), false],
    [
      "is not for another bucket",
      objectCall(`${bucket}-copy`, state, { who: session("Application"), eventName: "GetObject" }),
      false,
    ],
  ]);
});

describe("the alert about denied access", () => {
  check(patterns.denied, [
    ...[...onTheList, ...strangers].map(([name, who]): Row => [
      `is for ${name}`,
      objectCall(bucket, state, { who, eventName: "GetObject", errorCode: "AccessDenied" }),
      true,
    ]),
    [
      "is for listing",
      bucketCall(bucket, { who: session("Application"), eventName: "ListObjects", errorCode: "AccessDenied" }),
      true,
    ],
    [
      "is for configuring",
      bucketCall(bucket, { who: session("Application"), eventName: "PutBucketPolicy", errorCode: "AccessDenied" }),
      true,
    ],
    [
      "is not for objects that don't exist",
      objectCall(bucket, state, { who: session("ci/Deployer"), eventName: "GetObject", errorCode: "NoSuchKey" }),
      false,
    ],
    [
      "is not for what succeeds",
      objectCall(bucket, state, { who: session("Application"), eventName: "GetObject" }),
      false,
    ],
    [
      "is not for another bucket",
      objectCall("elsewhere", state, {
        who: session("Application"),
        eventName: "GetObject",
        errorCode: "AccessDenied",
      }),
      false,
    ],
  ]);
});

describe("the alert about a bucket's configuration", () => {
  const configure = (eventName: string, more = {}) =>
    bucketCall(bucket, { who: session("ci/Deployer"), eventName, ...more });

  check(patterns.configured, [
    ...[
      "PutBucketPolicy",
      "DeleteBucketPolicy",
      "PutBucketVersioning",
      "PutBucketLifecycle",
      "DeleteBucketLifecycle",
      "PutBucketPublicAccessBlock",
      "DeleteBucketPublicAccessBlock",
      "PutBucketEncryption",
      "DeleteBucketEncryption",
      "PutBucketReplication",
      "PutBucketOwnershipControls",
      "DeleteBucket",
    ].map((eventName): Row => [`is for ${eventName}`, configure(eventName), true]),
    ["is not for reading it", configure("GetBucketPolicy"), false],
    ["is not for objects", objectCall(bucket, state, { who: user("somebody"), eventName: "PutObject" }), false],
    ["is not for attempts", configure("PutBucketPolicy", { errorCode: "AccessDenied" }), false],
  ]);

  check(bucketConfigured("another-bucket"), [["is not for another bucket", configure("PutBucketPolicy"), false]]);
});

describe("the alert about the trail", () => {
  const who = user("somebody");
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

describe("the alert about rules", () => {
  const who = user("somebody");
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
    topicsCall({ who: user("somebody"), eventName, requestParameters, ...more });
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

describe("patterns", () => {
  const roles = (count: number) => Array.from({ length: count }, (_, position) => `ci/Deployer${position}`);
  const crowd = (count: number) =>
    stateAccess({
      accountId: "123456789012",
      partition: "aws",
      writers: { roles: roles(count) },
      administrators: { users: ["admin"] },
      breakGlass: { users: ["emergency"] },
    });
  const usedBy = (count: number) => bucketPatterns(bucket, `arn:aws:s3:::${bucket}`, crowd(count)).used;

  test("fail when they are longer than EventBridge takes", () => {
    expect(() => eventPatternJson("platform-audit-state-prod-used", usedBy(25))).not.toThrow();
    expect(() => eventPatternJson("platform-audit-state-prod-used", usedBy(40))).toThrow(
      /^the pattern of alert platform-audit-state-prod-used must have at most 2048 characters, got \d+: name fewer principals$/,
    );
  });

  test("count what Terraform fills in by its longest value", () => {
    const reference = "${aws_kms_key.state_key.arn}";
    const around = { wildcard: `*${reference}*` };
    const filler = "x".repeat(2048 - JSON.stringify({ a: ["", { wildcard: "**" }, ""] }).length - 2 * 86);

    expect(() => eventPatternJson("test", { a: [reference, around, filler] })).not.toThrow();
    expect(() => eventPatternJson("test", { a: [reference, around, `${filler}x`] })).toThrow("got 2049");
  });

  test("let strangers be told from a list without users, and one without roles", () => {
    const onlyRoles = bucketPatterns(bucket, `arn:aws:s3:::${bucket}`, {
      ...access,
      writers: ["arn:aws:iam::123456789012:role/A"],
    });
    const onlyUsers = bucketPatterns(bucket, `arn:aws:s3:::${bucket}`, {
      ...access,
      writers: ["arn:aws:iam::123456789012:user/a"],
      readers: [],
      administrators: [],
      replication: [],
    });
    const read = (who: Identity) =>
      JSON.parse(JSON.stringify(objectCall(bucket, state, { who, eventName: "GetObject" }))) as never;

    expect(fits(onlyRoles.used as never, read(user("anybody")))).toBe(true);
    expect(fits(onlyRoles.used as never, read(session("A")))).toBe(false);
    expect(fits(onlyUsers.used as never, read(session("Any")))).toBe(true);
    expect(fits(onlyUsers.used as never, read(user("a")))).toBe(false);
  });
});
