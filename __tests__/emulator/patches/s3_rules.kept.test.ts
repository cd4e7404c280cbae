import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { clientFor, s3 } from "../../support/checkout";
import { emulatorOfFile, policyOf, refusalOf } from "./refusal";

const emulator = emulatorOfFile();

function createBucket(Bucket: string, region = "ap-northeast-1", account = "123456789012") {
  const credentials = { accessKeyId: account, secretAccessKey: "emulator" };
  const client = new S3Client({ ...clientFor(emulator()), credentials, region, forcePathStyle: true });
  return client.send(new CreateBucketCommand({ Bucket }));
}

test("a bucket's name is taken, whose bucket it is, except for its owner in us-east-1", async () => {
  await createBucket("taken");
  expect(await refusalOf(createBucket("taken"))).toMatchObject({ code: "BucketAlreadyOwnedByYou", status: 409 });
  expect(await refusalOf(createBucket("taken", "us-east-1", "210987654321"))).toMatchObject({
    code: "BucketAlreadyExists",
    status: 409,
  });
  await createBucket("again", "us-east-1");
  await createBucket("again", "us-east-1");
});

test("a version under compliance retention is not deleted, and its bucket neither", async () => {
  const client = s3(emulator());
  const Bucket = "retained";
  await client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
  const retention = {
    ObjectLockMode: "COMPLIANCE" as const,
    ObjectLockRetainUntilDate: new Date("2999-01-01T00:00:00Z"),
  };
  const { VersionId } = await client.send(new PutObjectCommand({ Bucket, Key: "log", Body: "x", ...retention }));
  const erase = new DeleteObjectCommand({ Bucket, Key: "log", VersionId, BypassGovernanceRetention: true });
  expect(await refusalOf(client.send(erase))).toMatchObject({ code: "AccessDenied", status: 403 });
  await client.send(new DeleteObjectCommand({ Bucket, Key: "log" }));
  expect(await refusalOf(client.send(new DeleteBucketCommand({ Bucket })))).toMatchObject({
    code: "BucketNotEmpty",
    status: 409,
  });
});

test("a public policy is refused where public policies are blocked", async () => {
  await createBucket("blocked");
  const client = s3(emulator());
  const PublicAccessBlockConfiguration = { BlockPublicPolicy: true };
  await client.send(new PutPublicAccessBlockCommand({ Bucket: "blocked", PublicAccessBlockConfiguration }));
  const Policy = policyOf({ Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::blocked/*" });
  expect(await refusalOf(client.send(new PutBucketPolicyCommand({ Bucket: "blocked", Policy })))).toMatchObject({
    code: "AccessDenied",
    status: 403,
  });
});
