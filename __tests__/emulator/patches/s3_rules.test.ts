import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketPolicyCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { clientFor, s3 } from "../../support/checkout";
import { emulatorOfFile, nonexistentRole, policyOf, refusalOf } from "./refusal";

const emulator = emulatorOfFile();

async function createBucket(Bucket: string, region: BucketLocationConstraint = "ap-northeast-1", locked = false) {
  const configuration = { Bucket, CreateBucketConfiguration: { LocationConstraint: region } };
  await s3(emulator(), region).send(new CreateBucketCommand({ ...configuration, ObjectLockEnabledForBucket: locked }));
  return Bucket;
}

function putVersioning(Bucket: string, Status: "Enabled" | "Suspended") {
  return s3(emulator()).send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
}

test.each(["xn--bucket", "sthree-bucket", "bucket-s3alias", "bucket--ol-s3", "bucket.mrap"])(
  "the name %s is reserved",
  async (name) => {
    expect(await refusalOf(createBucket(name))).toMatchObject({ code: "InvalidBucketName", status: 400 });
  },
);

describe("a bucket policy", () => {
  const put = (Bucket: string, Policy: string) => s3(emulator()).send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const statement = { Action: "s3:GetObject", Resource: "arn:aws:s3:::policies/*" };
  const policyFor = (principal: unknown, more = {}) => policyOf({ ...statement, Principal: principal, ...more });
  const malformed = (message: string) => ({ code: "MalformedPolicy", status: 400, message });

  beforeAll(() => createBucket("policies"));

  test.each([
    [policyFor({ AWS: nonexistentRole }), "Invalid principal in policy"],
    [policyFor({ AWS: "arn:aws:iam::123456789012:user/none" }), "Invalid principal in policy"],
    [policyOf(statement), "Missing required field Principal"],
    [policyFor("*", { Resource: "arn:aws:s3:::other/*" }), "Policy has invalid resource"],
    [policyFor("*", { Actions: [] }), "This policy contains invalid Json"],
  ])("like %s is refused", async (policy, message) => {
    expect(await refusalOf(put("policies", policy))).toEqual(malformed(message));
  });

  test("names a role that was created a moment ago", async () => {
    const trust = policyOf({ Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" });
    const iam = new IAMClient({ ...clientFor(emulator()), region: "us-east-1" });
    const role = { RoleName: "reader", Path: "/team/", AssumeRolePolicyDocument: trust };
    const { Role } = await iam.send(new CreateRoleCommand(role));
    await put("policies", policyFor({ AWS: [Role?.Arn, "210987654321"], Service: "logging.s3.amazonaws.com" }));
    expect(await refusalOf(put("policies", policyFor({ AWS: "arn:aws:iam::123456789012:role/reader" })))).toEqual(
      malformed("Invalid principal in policy"),
    );
  });

  test("has at most 20 KB", async () => {
    const long = policyFor(
      { AWS: "123456789012" },
      { Condition: { StringLike: { "aws:UserAgent": "x".repeat(20480) } } },
    );
    expect(await refusalOf(put("policies", long))).toMatchObject({ code: "PolicyTooLarge", status: 400 });
  });
});

test("versions are not suspended while Object Lock or replication needs them", async () => {
  const locked = await createBucket("locked", "ap-northeast-1", true);
  expect(await refusalOf(putVersioning(locked, "Suspended"))).toMatchObject({
    code: "InvalidBucketState",
    status: 409,
  });
  for (const bucket of ["source", "target"]) await putVersioning(await createBucket(bucket), "Enabled");
  const replicate = (target: string) =>
    s3(emulator()).send(
      new PutBucketReplicationCommand({
        Bucket: "source",
        ReplicationConfiguration: {
          Role: "arn:aws:iam::123456789012:role/replication",
          Rules: [
            {
              Status: "Enabled",
              Priority: 1,
              Filter: { Prefix: "" },
              DeleteMarkerReplication: { Status: "Enabled" },
              Destination: { Bucket: `arn:aws:s3:::${target}` },
            },
          ],
        },
      }),
    );
  expect(await refusalOf(replicate("none"))).toEqual({
    code: "InvalidRequest",
    status: 400,
    message: "Destination bucket must exist.",
  });
  await createBucket("unversioned");
  expect(await refusalOf(replicate("unversioned"))).toMatchObject({
    code: "InvalidRequest",
    message: "Destination bucket must have versioning enabled.",
  });
  await replicate("target");
  expect(await refusalOf(putVersioning("source", "Suspended"))).toMatchObject({ code: "InvalidBucketState" });
  await putVersioning("target", "Suspended");
});

test("access logs go to a bucket of the same account and region", async () => {
  await createBucket("logged");
  await createBucket("logs");
  await createBucket("far", "us-west-2");
  const log = (TargetBucket: string) =>
    s3(emulator()).send(
      new PutBucketLoggingCommand({
        Bucket: "logged",
        BucketLoggingStatus: { LoggingEnabled: { TargetBucket, TargetPrefix: "" } },
      }),
    );
  await log("logs");
  expect(await refusalOf(log("none"))).toMatchObject({ code: "InvalidTargetBucketForLogging", status: 400 });
  expect(await refusalOf(log("far"))).toMatchObject({ code: "CrossLocationLoggingProhibitted", status: 403 });
});

test("a lifecycle has rules with IDs of their own, and moves objects after 30 days at the earliest", async () => {
  await createBucket("aging");
  const put = (rules: Partial<LifecycleRule>[]) =>
    s3(emulator()).send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: "aging",
        LifecycleConfiguration: {
          Rules: rules.map((rule) => ({ Status: "Enabled", Filter: { Prefix: "" }, ...rule })),
        },
      }),
    );
  const moved = (Days: number): Partial<LifecycleRule> => ({ Transitions: [{ Days, StorageClass: "STANDARD_IA" }] });
  await put([
    { ID: "a", ...moved(30) },
    { ID: "b", Expiration: { Days: 1 } },
  ]);
  expect(await refusalOf(put([{ ID: "a", ...moved(29) }]))).toMatchObject({ code: "InvalidArgument", status: 400 });
  const twice = { ID: "a", Expiration: { Days: 1 } };
  expect(await refusalOf(put([twice, twice]))).toMatchObject({
    code: "InvalidArgument",
    message: "Rule ID must be unique. Found same ID for more than one rule",
  });
  const many = Array.from({ length: 1001 }, (_, index) => ({ ID: `${index}`, Expiration: { Days: 1 } }));
  expect(await refusalOf(put(many))).toMatchObject({ code: "MalformedXML", status: 400 });
});
