import { CloudTrailClient, CreateTrailCommand, type CreateTrailCommandInput } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand, DisableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateBucketCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { clientFor, s3 } from "../../support/checkout";
import { createStateKey } from "../../support/state-store";
import { emulatorOfFile, policyOf, refusalOf } from "./refusal";

const emulator = emulatorOfFile();
const service = { Service: "cloudtrail.amazonaws.com" };
const groupArn = "arn:aws:logs:ap-northeast-1:123456789012:log-group:trail";

async function createBucket(Bucket: string, folder: string, trail = "*") {
  const CreateBucketConfiguration = { LocationConstraint: "ap-northeast-1" as const };
  await s3(emulator()).send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  const statement = (Action: string, Resource: string, more = {}) => ({
    Effect: "Allow",
    Principal: service,
    Action,
    Resource,
    Condition: {
      StringLike: { "aws:SourceArn": `arn:aws:cloudtrail:ap-northeast-1:123456789012:trail/${trail}` },
      ...more,
    },
  });
  const Statement = [
    statement("s3:GetBucketAcl", `arn:aws:s3:::${Bucket}`),
    statement("s3:PutObject", `arn:aws:s3:::${Bucket}/${folder}/123456789012/*`, {
      StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" },
    }),
  ];
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  await s3(emulator()).send(new PutBucketPolicyCommand({ Bucket, Policy }));
}

async function createRole(RoleName: string, principal: object, resource: string) {
  const iam = new IAMClient({ ...clientFor(emulator()), region: "us-east-1" });
  const trust = policyOf({ Principal: principal, Action: "sts:AssumeRole" });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  const PolicyDocument = policyOf({ Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: resource });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "logs", PolicyDocument }));
  return Role?.Arn;
}

function createTrail(input: Partial<CreateTrailCommandInput>) {
  const cloudtrail = new CloudTrailClient(clientFor(emulator()));
  return refusalOf(cloudtrail.send(new CreateTrailCommand({ Name: "platform", S3BucketName: "logs", ...input })));
}

beforeAll(async () => {
  await createBucket("logs", "AWSLogs");
  await createBucket("other-trail", "AWSLogs", "another");
  await createBucket("prefixed", "team/AWSLogs");
  await new CloudWatchLogsClient(clientFor(emulator())).send(new CreateLogGroupCommand({ logGroupName: "trail" }));
});

test("a trail delivers to a bucket whose policy lets it", async () => {
  expect(await createTrail({ S3BucketName: "none" })).toMatchObject({ code: "S3BucketDoesNotExistException" });
  for (const input of [{ S3BucketName: "other-trail" }, { S3KeyPrefix: "team" }]) {
    expect(await createTrail(input)).toEqual({
      code: "InsufficientS3BucketPolicyException",
      status: 400,
      message: `Incorrect S3 bucket policy is detected for bucket: ${input.S3BucketName ?? "logs"}`,
    });
  }
  expect(await createTrail({ Name: "prefixed", S3BucketName: "prefixed", S3KeyPrefix: "team" })).toBeUndefined();
});

test.each(["a", "a--b", "-trail", "a trail"])("a trail is not named %j", async (Name) => {
  expect(await createTrail({ Name })).toMatchObject({ code: "InvalidTrailNameException", status: 400 });
});

test("a trail has at most 50 tags, none of which is AWS's own", async () => {
  const tags = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `key-${index}`, Value: "" }));
  expect(await createTrail({ Name: "tagged", TagsList: tags(50) })).toBeUndefined();
  expect(await createTrail({ TagsList: tags(51) })).toMatchObject({ code: "TagsLimitExceededException", status: 400 });
  expect(await createTrail({ TagsList: [{ Key: "aws:x", Value: "" }] })).toMatchObject({
    code: "InvalidTagParameterException",
    status: 400,
  });
});

test("a trail is encrypted under a key that is enabled and lets CloudTrail encrypt", async () => {
  const kms = new KMSClient(clientFor(emulator()));
  const ofAccount = await createStateKey(emulator());
  expect(await createTrail({ KmsKeyId: ofAccount })).toMatchObject({
    code: "InsufficientEncryptionPolicyException",
    status: 400,
  });
  const Statement = [
    { Effect: "Allow", Principal: { AWS: "123456789012" }, Action: "kms:*", Resource: "*" },
    {
      Effect: "Allow",
      Principal: service,
      Action: "kms:GenerateDataKey*",
      Resource: "*",
      Condition: {
        StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:123456789012:trail/*" },
      },
    },
  ];
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy }));
  const KmsKeyId = KeyMetadata?.Arn ?? "";
  expect(await createTrail({ Name: "encrypted", KmsKeyId })).toBeUndefined();
  await kms.send(new DisableKeyCommand({ KeyId: KmsKeyId }));
  expect(await createTrail({ KmsKeyId })).toMatchObject({ code: "KmsException", status: 400 });
  expect(await createTrail({ KmsKeyId: "alias/none" })).toMatchObject({ code: "KmsKeyNotFoundException", status: 400 });
});

test("a trail writes to a log group by a role that trusts CloudTrail and may write there", async () => {
  const streams = `${groupArn}:log-stream:123456789012_CloudTrail_*`;
  const writes = (CloudWatchLogsRoleArn?: string, name = "trail") =>
    createTrail({
      Name: "writing",
      CloudWatchLogsLogGroupArn: `${groupArn.replace(/trail$/, name)}:*`,
      CloudWatchLogsRoleArn,
    });
  const roleRefused = { code: "InvalidCloudWatchLogsRoleArnException", status: 400 };
  const groupRefused = { code: "InvalidCloudWatchLogsLogGroupArnException", status: 400 };
  expect(await writes()).toMatchObject(roleRefused);
  expect(await writes("arn:aws:iam::123456789012:role/none")).toMatchObject(roleRefused);
  expect(await writes(await createRole("of-ec2", { Service: "ec2.amazonaws.com" }, streams))).toMatchObject(
    roleRefused,
  );
  expect(await writes(await createRole("elsewhere", service, "arn:aws:logs:*:*:log-group:x"))).toMatchObject(
    groupRefused,
  );
  const role = await createRole("writer", service, streams);
  expect(await writes(role, "none")).toMatchObject(groupRefused);
  expect(await writes(role)).toBeUndefined();
});
