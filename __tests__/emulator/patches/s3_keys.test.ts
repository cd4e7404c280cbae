import {
  CopyObjectCommand,
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import {
  CancelKeyDeletionCommand,
  DeleteAliasCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { clientFor, s3 } from "../../support/checkout";
import { createStateKey } from "../../support/state-store";
import { emulatorOfFile, refusalOf } from "./refusal";

const emulator = emulatorOfFile();
const kms = () => new KMSClient(clientFor(emulator()));
const location = { CreateBucketConfiguration: { LocationConstraint: "ap-northeast-1" as const } };

async function createBucket(Bucket: string): Promise<string> {
  await s3(emulator()).send(new CreateBucketCommand({ Bucket, ...location }));
  return Bucket;
}

/** A bucket whose default is a key, with an object under that key. */
async function createEncryptedObject(Bucket: string) {
  const arn = await createStateKey(emulator(), { alias: `alias/${Bucket}` });
  await createBucket(Bucket);
  const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID: arn } }];
  const configuration = { Bucket, ServerSideEncryptionConfiguration: { Rules } };
  await s3(emulator()).send(new PutBucketEncryptionCommand(configuration));
  await s3(emulator()).send(new PutObjectCommand({ Bucket, Key: "state", Body: "{}" }));
  return { Bucket, arn };
}

async function refusals(Bucket: string) {
  const client = s3(emulator());
  return {
    read: await refusalOf(client.send(new GetObjectCommand({ Bucket, Key: "state" }))),
    write: await refusalOf(client.send(new PutObjectCommand({ Bucket, Key: "state", Body: "{}" }))),
    copy: await refusalOf(
      client.send(
        new CopyObjectCommand({
          Bucket,
          Key: "copy",
          CopySource: `${Bucket}/state`,
          ServerSideEncryption: "AES256",
        }),
      ),
    ),
  };
}

const all = (refusal: unknown) => ({ read: refusal, write: refusal, copy: refusal });

test("objects under a disabled key are neither read nor written until it is enabled", async () => {
  const { Bucket, arn } = await createEncryptedObject("disabled");
  await kms().send(new DisableKeyCommand({ KeyId: arn }));
  const refusal = { code: "KMS.DisabledException", status: 400, message: `${arn} is disabled.` };
  expect(await refusals(Bucket)).toEqual(all(refusal));
  await s3(emulator()).send(new HeadObjectCommand({ Bucket, Key: "state" }));
  await s3(emulator()).send(new PutObjectCommand({ Bucket, Key: "own", Body: "x", ServerSideEncryption: "AES256" }));
  await kms().send(new EnableKeyCommand({ KeyId: arn }));
  expect(await refusals(Bucket)).toEqual(all(undefined));
});

test("objects under a key pending deletion are neither read nor written until it is kept", async () => {
  const { Bucket, arn } = await createEncryptedObject("pending");
  await kms().send(new ScheduleKeyDeletionCommand({ KeyId: arn }));
  const refusal = { code: "KMS.KMSInvalidStateException", status: 400, message: `${arn} is pending deletion.` };
  expect(await refusals(Bucket)).toEqual(all(refusal));
  await kms().send(new CancelKeyDeletionCommand({ KeyId: arn }));
  await kms().send(new EnableKeyCommand({ KeyId: arn }));
  expect(await refusals(Bucket)).toEqual(all(undefined));
});

test("a write names a key of the bucket's region that exists", async () => {
  const Bucket = await createBucket("named");
  const elsewhere = await createStateKey(emulator(), { region: "us-west-2" });
  const put = (SSEKMSKeyId: string) =>
    s3(emulator()).send(
      new PutObjectCommand({ Bucket, Key: "a", Body: "x", ServerSideEncryption: "aws:kms", SSEKMSKeyId }),
    );
  await put(await createStateKey(emulator()));
  await put("alias/terraform-state");
  await put("alias/aws/s3");
  for (const missing of ["alias/none", "arn:aws:kms:ap-northeast-1:123456789012:key/none", elsewhere]) {
    expect(await refusalOf(put(missing))).toMatchObject({ code: "KMS.NotFoundException", status: 400 });
  }
});

test("an object stays under the key that its alias named when it was written", async () => {
  const Bucket = await createBucket("renamed");
  const old = await createStateKey(emulator(), { alias: "alias/renamed" });
  const object = { Bucket, Key: "state", ServerSideEncryption: "aws:kms" as const, SSEKMSKeyId: "alias/renamed" };
  await s3(emulator()).send(new PutObjectCommand({ ...object, Body: "x" }));
  await kms().send(new DeleteAliasCommand({ AliasName: "alias/renamed" }));
  await createStateKey(emulator(), { alias: "alias/renamed" });
  await kms().send(new DisableKeyCommand({ KeyId: old }));
  const { SSEKMSKeyId } = await s3(emulator()).send(new HeadObjectCommand({ Bucket, Key: "state" }));
  expect(SSEKMSKeyId).toBe(old);
  expect(await refusalOf(s3(emulator()).send(new GetObjectCommand({ Bucket, Key: "state" })))).toMatchObject({
    code: "KMS.DisabledException",
  });
});
