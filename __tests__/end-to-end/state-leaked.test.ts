import { CopyObjectCommand, DeleteObjectCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { DescribeKeyCommand, DisableKeyCommand, EnableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { startEmulator, type Emulator } from "../../emulator/emulator";
import { listVersions } from "../../src/operations/state/versions";
import { Checkout, clientFor, s3 } from "../support/checkout";
import { operation } from "../support/operation";
import { SmallStack } from "../support/small-stack";

jest.setTimeout(300_000);

const Bucket = "my-terraform-state-prod";
const states = ["eks-cluster/terraform.tfstate", "bootstrap/terraform.tfstate"];
const alias = "alias/terraform-state";
const succeeded = { exitCode: 0 };
const noChanges = { exitCode: 0, output: expect.stringContaining("No changes.") as string };

let emulator: Emulator;
let checkout: Checkout;
let stack: SmallStack;
let kms: KMSClient;

beforeEach(async () => {
  emulator = await startEmulator();
  kms = new KMSClient(clientFor(emulator));
  checkout = await Checkout.create(emulator);
  expect(await checkout.bootstrap()).toMatchObject(succeeded);
  stack = await SmallStack.create(emulator, { environment: "prod" });
  await stack.apply();
  await stack.setResources(2);
  await stack.apply();
});

afterEach(async () => {
  await stack.remove();
  await checkout.remove();
  await emulator.stop();
});

async function currentKey(): Promise<string> {
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: alias }));
  return KeyMetadata?.Arn ?? "";
}

/** What `aws s3 cp` of an object onto itself does. */
async function writeAnew(Key: string): Promise<void> {
  const encryption = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: alias } as const;
  await s3(emulator).send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${Key}`, ...encryption }));
}

async function versionsOf(Key: string) {
  return listVersions(s3(emulator), { bucket: Bucket, key: Key, region: "ap-northeast-1" });
}

async function deleteOldVersions(Key: string): Promise<void> {
  const [, ...old] = await versionsOf(Key);
  expect(old.length).toBeGreaterThan(0);
  for (const { versionId: VersionId } of old) {
    await s3(emulator).send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  }
}

test("after a leak the state goes on under a new key, and nothing is left under the old one", async () => {
  const oldKey = await currentKey();
  await kms.send(new DisableKeyCommand({ KeyId: oldKey }));
  const shut = await operation(emulator, "doctor", "prod");
  expect(shut).toMatchObject({ exitCode: 1, output: expect.stringMatching(/disabled/) as string });
  await kms.send(new EnableKeyCommand({ KeyId: oldKey }));

  expect(await checkout.cdktf("synth")).toMatchObject(succeeded);
  expect(await checkout.terraform("bootstrap", "init")).toMatchObject(succeeded);
  expect(await checkout.terraform("bootstrap", "state", "rm", "aws_kms_key.state_key")).toMatchObject(succeeded);
  const deploy = await operation(emulator, "deploy", "bootstrap", "--auto-approve", "--output", checkout.outdir);
  expect(deploy).toMatchObject(succeeded);
  const newKey = await currentKey();
  expect(newKey).not.toBe(oldKey);

  for (const state of states) {
    await writeAnew(state);
    await deleteOldVersions(state);
  }
  await kms.send(new DisableKeyCommand({ KeyId: oldKey }));

  for (const Key of states) {
    const { SSEKMSKeyId } = await s3(emulator).send(new HeadObjectCommand({ Bucket, Key }));
    expect([newKey, alias]).toContain(SSEKMSKeyId);
    expect(await versionsOf(Key)).toHaveLength(1);
  }
  expect(await stack.plan()).toEqual(noChanges);
  expect(await checkout.cdktf("diff", "bootstrap")).toEqual(noChanges);
  expect(await operation(emulator, "doctor", "prod")).toMatchObject(succeeded);
});
