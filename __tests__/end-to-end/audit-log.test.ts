import { CloudTrailClient, DeleteTrailCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DecryptCommand, DescribeKeyCommand, EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateBucketCommand, DeleteBucketCommand } from "@aws-sdk/client-s3";
import { auditLog, type AuditLog } from "../../src/commands/audit-log/audit-log";
import { decrypt, getObject, replica, replicaAccesses, target, user } from "../commands/audit-log/records";
import { startBootstrapped } from "../support/bootstrapped";
import { type Account, clientFor, s3 } from "../support/checkout";
import { operation } from "../support/operation";
import { createStateKey } from "../support/state-store";

const logGroup = "/aws/cloudtrail/platform-audit";

let emulator: Account;
let keyArn: string;

beforeEach(async () => {
  emulator = await startBootstrapped();
  const kms = new KMSClient(clientFor(emulator));
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: "alias/terraform-state" }));
  keyArn = KeyMetadata?.Arn ?? "";
});

afterEach(async () => {
  await emulator.stop();
});

/** Records in the log group of the trail; the emulator delivers none by itself. */
async function deliver(...records: object[]): Promise<void> {
  const logs = new CloudWatchLogsClient(clientFor(emulator));
  const stream = { logGroupName: logGroup, logStreamName: "123456789012_CloudTrail_ap-northeast-1" };
  await logs.send(new CreateLogStreamCommand(stream));
  const logEvents = records.map((record) => ({ timestamp: Date.now() - 1000, message: JSON.stringify(record) }));
  await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
}

async function decryptAs(bucket: string, keyId = keyArn, region = "ap-northeast-1"): Promise<void> {
  const kms = new KMSClient({ ...clientFor(emulator), region });
  const EncryptionContext = { "aws:s3:arn": `arn:aws:s3:::${bucket}` };
  const { CiphertextBlob } = await kms.send(
    new EncryptCommand({ KeyId: keyId, EncryptionContext, Plaintext: Buffer.from("data key") }),
  );
  await kms.send(new DecryptCommand({ KeyId: keyId, EncryptionContext, CiphertextBlob }));
}

test("reads from the trail's log group and decryptions from the event history make one log", async () => {
  await deliver(
    getObject(),
    getObject({ eventID: "denied", userIdentity: user, errorCode: "AccessDenied" }),
    decrypt({ requestParameters: { encryptionContext: { "aws:s3:arn": "arn:aws:s3:::my-terraform-state-dev" } } }),
  );
  await decryptAs("my-terraform-state-prod");
  await decryptAs("another-bucket");

  const { exitCode, stdout } = await operation(emulator.breakGlass, "audit-log", "prod", "--json");
  const log = JSON.parse(stdout) as AuditLog;

  expect(exitCode).toBe(0);
  expect(log.gaps).toEqual([]);
  const group = `CloudWatch Logs ${logGroup} of trail platform-audit`;
  expect(log.entries.map(({ action, who, outcome, sources }) => [action, who.name, outcome, sources]).sort()).toEqual([
    ["kms:Decrypt", expect.stringContaining("123456789012"), "ok", ["CloudTrail event history of ap-northeast-1"]],
    ["s3:GetObject", "TerraformExecutionRole/alice@example.org", "ok", [group]],
    ["s3:GetObject", "terraform-user", "AccessDenied", [group]],
  ]);
  expect(log.entries.find(({ action }) => action === "kms:Decrypt")?.key).toBe(keyArn);

  const text = await operation(emulator.breakGlass, "audit-log", "prod");
  expect(text.stdout).toMatch(/s3:GetObject .* \[2\]\n/);
  const earlier = await operation(emulator.breakGlass, "audit-log", "prod", "--since", "2w", "--until", "1w");
  expect(earlier).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("none found") as string });
});

test("accesses to the copy are found in its region's history, and in the same log group", async () => {
  Object.assign(process.env, emulator.administrator.env);
  const region = "ap-northeast-3";
  const alias = "alias/terraform-state-prod-replica";
  const replicaKeyArn = await createStateKey(emulator, { alias, region });
  await deliver(getObject(), ...replicaAccesses());
  await decryptAs(replica.bucket, replicaKeyArn, region);
  const backend = { ...target, region: "ap-northeast-1", kms_key_id: keyArn, use_path_style: true };
  const copy = { ...backend, bucket: replica.bucket, region, kms_key_id: alias };
  const period = { since: new Date(Date.now() - 3_600_000), until: new Date(Date.now() + 60_000) };

  const missing = await auditLog({ stack: "prod", backend, replica: copy }, period);
  await s3(emulator, region).send(new CreateBucketCommand({ Bucket: replica.bucket }));
  const log = await auditLog({ stack: "prod", backend, replica: copy }, period);

  expect(missing.gaps).toEqual([`bucket ${replica.bucket}, which stores the state of prod, does not exist`]);
  expect(log.gaps).toEqual([]);
  expect(log.replica?.kmsKeyArn).toBe(replicaKeyArn);
  const history = log.entries.filter(({ sources }) => sources.includes(`CloudTrail event history of ${region}`));
  expect(history).toMatchObject([{ object: `s3://${replica.bucket}/*`, key: replicaKeyArn }]);
  expect(log.entries.map(({ eventId }) => eventId)).toEqual(
    expect.arrayContaining([getObject().eventID, "replica-read", "replica-copy", "replica-decryption"]),
  );
});

test("a bucket that does not exist is not mistaken for one without accesses", async () => {
  await s3(emulator).send(new DeleteBucketCommand({ Bucket: "my-terraform-state-dev" }));
  const { exitCode, stdout } = await operation(emulator.breakGlass, "audit-log", "dev");
  expect(exitCode).toBe(1);
  expect(stdout).toContain("bucket my-terraform-state-dev, which stores the state of dev, does not exist");
});

test("without a trail's log group the log is reported as incomplete", async () => {
  await new CloudTrailClient(clientFor(emulator)).send(new DeleteTrailCommand({ Name: "platform-audit" }));
  const { exitCode, stdout } = await operation(emulator.breakGlass, "audit-log", "prod");
  expect(exitCode).toBe(1);
  expect(stdout).toContain("reads of the object: no trail of ap-northeast-1 delivers to CloudWatch Logs");
});

test("an environment that does not exist, or a period that ends before it begins, is refused in one line", async () => {
  const unknown = await operation(emulator.breakGlass, "audit-log", "stage");
  expect(unknown).toMatchObject({ exitCode: 1, output: expect.stringContaining("named stage") as string });
  const backwards = await operation(emulator.breakGlass, "audit-log", "prod", "--since", "1d", "--until", "2d");
  expect(backwards).toMatchObject({ exitCode: 1, output: expect.stringContaining("is not before") as string });
});
