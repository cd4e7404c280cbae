import type { EventPattern } from "../../../../src/constructs/state/audit/event-pattern";
import { eventPatternJson } from "../../../../src/constructs/state/audit/event-pattern";
import {
  alertsChanged,
  bucketConfigured,
  bucketPatterns,
  keyPatterns,
  trailChanged,
} from "../../../../src/constructs/state/audit/event-patterns";
import { stateAccess } from "../../../../src/constructs/state/state-access";
import { access } from "../access-matrix";
import { fits } from "./event-bridge";
import {
  anonymous,
  bucketCall,
  eventsCall,
  type Identity,
  keyCall,
  objectCall,
  otherAccount,
  rootUser,
  service,
  session,
  throughS3,
  trailCall,
  user,
} from "./records";

const bucket = "my-terraform-state-prod";
const state = "eks-cluster/terraform.tfstate";
const keyArn = "arn:aws:kms:ap-northeast-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const aliasArn = "arn:aws:kms:ap-northeast-1:123456789012:alias/terraform-state";
const otherKey = "arn:aws:kms:ap-northeast-1:123456789012:key/99999999-2222-3333-4444-555555555555";

const patterns = bucketPatterns(bucket, `arn:aws:s3:::${bucket}`, access);
const onKey = keyPatterns(keyArn, aliasArn, access);

type Row = readonly [name: string, event: object, expected: boolean];

/** By way of JSON, as EventBridge gets both of them. */
function check(pattern: EventPattern, rows: readonly Row[]): void {
  test.each(rows)("%s", (_, event, expected) => {
    const json = JSON.parse(eventPatternJson("test", pattern)) as Parameters<typeof fits>[0];
    expect(fits(json, JSON.parse(JSON.stringify(event)) as Parameters<typeof fits>[1])).toBe(expected);
  });
}

const sso = "aws-reserved/sso.amazonaws.com/ap-northeast-1/AWSReservedSSO_PlatformAdmin";

const onTheList: readonly (readonly [string, Identity])[] = [
  ["a writing role", session("ci/Deployer")],
  ["a writing user", user("terraform-user")],
  ["a planning role", session("TerraformPlanRole")],
  ["an administrator by permission set", session(`${sso}_0123456789abcdef`)],
  ["replication", session("StateReplication")],
  ["an AWS service", service],
];

const strangers: readonly (readonly [string, Identity])[] = [
  ["another role", session("Application")],
  ["a role with the same name and another path", session("Deployer")],
  ["another user", user("somebody")],
  ["a user named like a role", user("ci/Deployer")],
  [
    "another permission set",
    session("aws-reserved/sso.amazonaws.com/ap-northeast-1/AWSReservedSSO_Other_0123456789abcdef"),
  ],
  ["break-glass", session("TerraformBreakGlassRole")],
  ["the root user", rootUser],
  ["another account", otherAccount],
  ["nobody in particular", anonymous],
];

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

describe("the alert about use of the key", () => {
  const decrypt = (who: Identity, more = {}) => keyCall(keyArn, { who, eventName: "Decrypt", ...throughS3, ...more });

  check(onKey.used, [
    ...onTheList.map(([name, who]): Row => [`is not for ${name}`, decrypt(who), false]),
    ...strangers.map(([name, who]): Row => [`is for ${name}`, decrypt(who), true]),
    [
      "is for somebody on whose behalf S3 calls",
      decrypt(session("Application", { invokedBy: "s3.amazonaws.com" })),
      true,
    ],
    ["is for GenerateDataKey", decrypt(session("Application"), { eventName: "GenerateDataKey" }), true],
    ["is not for looking at the key", decrypt(session("Application"), { eventName: "DescribeKey" }), false],
    ["is not for attempts", decrypt(session("Application"), { errorCode: "AccessDenied" }), false],
    ["is not for another key", keyCall(otherKey, { who: session("Application"), eventName: "Decrypt" }), false],
  ]);
});

describe("the alert about denied use of the key", () => {
  const denied = { errorCode: "AccessDenied", who: session("ci/Deployer") };

  check(onKey.denied, [
    [
      "is for somebody on the list who does not come through S3",
      keyCall(keyArn, { ...denied, eventName: "Decrypt" }),
      true,
    ],
    ["is for attempts to change it", keyCall(keyArn, { ...denied, eventName: "PutKeyPolicy" }), true],
    [
      "is for the longer error code, too",
      keyCall(keyArn, { ...denied, errorCode: "AccessDeniedException", eventName: "Decrypt" }),
      true,
    ],
    ["is not for what succeeds", keyCall(keyArn, { who: session("ci/Deployer"), eventName: "Decrypt" }), false],
    ["is not for another key", keyCall(otherKey, { ...denied, eventName: "Decrypt" }), false],
  ]);
});

describe("the alert about changes of the key", () => {
  const who = session("ci/Deployer");

  check(onKey.changed, [
    ...["DisableKey", "ScheduleKeyDeletion", "CreateGrant", "PutKeyPolicy", "DisableKeyRotation"].map(
      (eventName): Row => [`is for ${eventName}`, keyCall(keyArn, { who, eventName }), true],
    ),
    ...["CreateAlias", "UpdateAlias", "DeleteAlias"].map((eventName): Row => [
      `is for ${eventName}`,
      keyCall(keyArn, { who, eventName, aliasArn }),
      true,
    ]),
    ["is for the alias given to another key", keyCall(otherKey, { who, eventName: "UpdateAlias", aliasArn }), true],
    ["is not for another key", keyCall(otherKey, { who, eventName: "DisableKey" }), false],
    ["is not for enabling it", keyCall(keyArn, { who, eventName: "EnableKey" }), false],
    ["is not for attempts", keyCall(keyArn, { who, eventName: "DisableKey", errorCode: "AccessDenied" }), false],
  ]);
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

describe("the alert about alerts", () => {
  const who = user("somebody");
  const call = (eventName: string, requestParameters: Record<string, unknown>) =>
    eventsCall({ who, eventName, requestParameters });

  check(alertsChanged("platform-audit-"), [
    ["is for DisableRule", call("DisableRule", { name: "platform-audit-key-used" }), true],
    ["is for DeleteRule", call("DeleteRule", { name: "platform-audit-key-used" }), true],
    ["is for PutRule", call("PutRule", { name: "platform-audit-key-used", state: "DISABLED" }), true],
    ["is for RemoveTargets", call("RemoveTargets", { rule: "platform-audit-key-used", ids: ["mail"] }), true],
    ["is not for other rules", call("DisableRule", { name: "platform-dev-karpenter" }), false],
    ["is not for reading", call("DescribeRule", { name: "platform-audit-key-used" }), false],
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
    const filler = "x".repeat(2048 - JSON.stringify({ a: ["", ""] }).length - 86);

    expect(() => eventPatternJson("test", { a: [reference, filler] })).not.toThrow();
    expect(() => eventPatternJson("test", { a: [reference, `${filler}x`] })).toThrow("got 2049");
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
