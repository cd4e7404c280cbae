import { eventPatternJson } from "../../../../src/constructs/state/audit/event-pattern";
import { bucketConfigured, bucketsDenied, bucketsUsed } from "../../../../src/constructs/state/audit/event-patterns";
import { stateAccess } from "../../../../src/constructs/state/access/state-access";
import { access } from "../store/access-matrix";
import { fits } from "./event-bridge";
import { check, onTheList, type Row, unlistedPrincipals } from "./pattern-cases";
import { bucketCall, type Identity, objectCall, objectsCall, rootUser, session, user } from "./records";

const bucket = "my-terraform-state-prod";
const state = "eks-cluster/terraform.tfstate";

const named = [{ bucketName: bucket, bucketArn: `arn:aws:s3:::${bucket}` }];

describe("the alert about use of state", () => {
  const read = (who: Identity, more = {}) => objectCall(bucket, state, { who, eventName: "GetObject", ...more });
  const list = (who: Identity, more = {}) => objectsCall(bucket, { who, eventName: "ListObjects", ...more });

  check(bucketsUsed(named, access), [
    ...onTheList.map(([name, who]): Row => [`is not for ${name}`, read(who), false]),
    ...unlistedPrincipals.map(([name, who]): Row => [`is for ${name}`, read(who), true]),
    ...["HeadObject", "PutObject", "DeleteObject", "CopyObject"].map((eventName): Row => [
      `is for ${eventName}`,
      objectCall(bucket, state, { who: session("Application"), eventName }),
      true,
    ]),
    ...onTheList.map(([name, who]): Row => [`is not for ${name} who lists`, list(who), false]),
    ...unlistedPrincipals.map(([name, who]): Row => [`is for ${name}, listing objects`, list(who), true]),
    ...["ListObjectVersions", "HeadBucket", "DeleteObjects"].map((eventName): Row => [
      `is for ${eventName}`,
      list(session("Application"), { eventName }),
      true,
    ]),
    ["is not for listing that was denied", list(session("Application"), { errorCode: "AccessDenied" }), false],
    [
      "is not for listing another bucket",
      objectsCall(`${bucket}-copy`, { who: session("Application"), eventName: "ListObjects" }),
      false,
    ],
    ["is not for configuring", bucketCall(bucket, { who: rootUser, eventName: "PutBucketPolicy" }), false],
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
  check(bucketsDenied(named), [
    ...[...onTheList, ...unlistedPrincipals].map(([name, who]): Row => [
      `is for ${name}`,
      objectCall(bucket, state, { who, eventName: "GetObject", errorCode: "AccessDenied" }),
      true,
    ]),
    [
      "is for listing",
      objectsCall(bucket, { who: session("Application"), eventName: "ListObjects", errorCode: "AccessDenied" }),
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

  check(bucketConfigured(bucket), [
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
      "PutBucketObjectLockConfiguration",
      "DeleteBucket",
    ].map((eventName): Row => [`is for ${eventName}`, configure(eventName), true]),
    ["is not for reading it", configure("GetBucketPolicy"), false],
    ["is not for objects", objectCall(bucket, state, { who: user("unlisted"), eventName: "PutObject" }), false],
    ["is not for attempts", configure("PutBucketPolicy", { errorCode: "AccessDenied" }), false],
  ]);

  check(bucketConfigured("another-bucket"), [["is not for another bucket", configure("PutBucketPolicy"), false]]);
  check(bucketConfigured("another-bucket", bucket), [["is for each of several", configure("PutBucketPolicy"), true]]);
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
  const usedBy = (count: number) => bucketsUsed(named, crowd(count));

  test("fail when they are longer than EventBridge allows", () => {
    expect(() => eventPatternJson("platform-audit-state-prod-used", usedBy(25))).not.toThrow();
    expect(() => eventPatternJson("platform-audit-state-prod-used", usedBy(40))).toThrow(
      /^1 invalid option of alert platform-audit-state-prod-used\n {2}pattern: got "\d+ characters", allowed: at most 2048 characters, .*: name fewer principals/,
    );
  });

  test("count values that Terraform inserts by their longest value", () => {
    const reference = "${aws_kms_key.state_key.arn}";
    const around = { wildcard: `*${reference}*` };
    const filler = "x".repeat(2048 - JSON.stringify({ a: ["", { wildcard: "**" }, ""] }).length - 2 * 86);

    expect(() => eventPatternJson("test", { a: [reference, around, filler] })).not.toThrow();
    expect(() => eventPatternJson("test", { a: [reference, around, `${filler}x`] })).toThrow('got "2049 characters"');
  });

  test("detect unlisted principals with a list without users, and with a list without roles", () => {
    const onlyRoles = bucketsUsed(named, {
      ...access,
      writers: ["arn:aws:iam::123456789012:role/A"],
    });
    const onlyUsers = bucketsUsed(named, {
      ...access,
      writers: ["arn:aws:iam::123456789012:user/a"],
      planners: [],
      administrators: [],
      replication: [],
    });
    const read = (who: Identity) =>
      JSON.parse(JSON.stringify(objectCall(bucket, state, { who, eventName: "GetObject" }))) as never;

    expect(fits(onlyRoles as never, read(user("anybody")))).toBe(true);
    expect(fits(onlyRoles as never, read(session("A")))).toBe(false);
    expect(fits(onlyUsers as never, read(session("Any")))).toBe(true);
    expect(fits(onlyUsers as never, read(user("a")))).toBe(false);
  });
});
