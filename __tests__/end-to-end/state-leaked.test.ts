import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetBucketPolicyCommand,
  HeadObjectCommand,
  PutBucketPolicyCommand,
} from "@aws-sdk/client-s3";
import { DescribeKeyCommand, DisableKeyCommand, EnableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { listVersions } from "../../src/commands/remote-state/versions";
import { startBootstrapped } from "../support/bootstrapped";
import { type Account, Checkout, clientFor, s3, s3As } from "../support/checkout";
import { operation } from "../support/operation";
import { SmallStack } from "../support/small-stack";

const Bucket = "my-terraform-state-prod";
const state = "eks-cluster/terraform.tfstate";
const states = [state, "bootstrap/terraform.tfstate"];
const alias = "alias/terraform-state";
const succeeded = { exitCode: 0 };
const noChanges = { exitCode: 0, output: expect.stringContaining("No changes.") as string };

let emulator: Account;
let checkout: Checkout;
let stack: SmallStack;
let kms: KMSClient;

beforeEach(async () => {
  emulator = await startBootstrapped();
  kms = new KMSClient(clientFor(emulator));
  checkout = await Checkout.create(emulator);
  stack = await SmallStack.create(emulator.deployer, { environment: "prod" });
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
  await s3As(emulator.breakGlass).send(
    new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${Key}`, ...encryption }),
  );
}

async function versionsOf(Key: string) {
  return listVersions(s3(emulator), { bucket: Bucket, key: Key, region: "ap-northeast-1" });
}

async function currentVersion(): Promise<string> {
  const [current] = await versionsOf(state);
  return current?.versionId ?? "";
}

async function deleteOldVersions(Key: string): Promise<void> {
  const [, ...old] = await versionsOf(Key);
  expect(old.length).toBeGreaterThan(0);
  for (const { versionId: VersionId } of old) {
    await s3As(emulator.breakGlass).send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  }
}

interface Policy {
  readonly Statement: readonly { readonly Sid?: string }[];
}

async function bucketPolicy(): Promise<Policy> {
  const { Policy = "" } = await s3(emulator).send(new GetBucketPolicyCommand({ Bucket }));
  return JSON.parse(Policy) as Policy;
}

async function isShut(): Promise<boolean> {
  return (await bucketPolicy()).Statement.some(({ Sid }) => Sid === "Incident");
}

async function shutToAllButBreakGlass(): Promise<void> {
  const policy = await bucketPolicy();
  const statement = {
    Sid: "Incident",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:GetObject*", "s3:PutObject"],
    Resource: `arn:aws:s3:::${Bucket}/${state}*`,
    Condition: {
      ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/TerraformBreakGlassRole" },
    },
  };
  const Policy = JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] });
  await s3As(emulator.breakGlass).send(new PutBucketPolicyCommand({ Bucket, Policy }));
}

async function deployBootstrap(): Promise<void> {
  const deploy = await operation(
    emulator.administrator,
    "deploy",
    "bootstrap",
    "--auto-approve",
    "--output",
    checkout.outdir,
  );
  expect(deploy).toMatchObject(succeeded);
  expect(await isShut()).toBe(false);
}

test("after a leak the state goes on under a new key, and nothing is left under the old one", async () => {
  const oldKey = await currentKey();
  await kms.send(new DisableKeyCommand({ KeyId: oldKey }));
  const shut = await operation(emulator.deployer, "doctor", "prod");
  expect(shut).toMatchObject({ exitCode: 1, output: expect.stringMatching(/disabled/) as string });
  await shutToAllButBreakGlass();
  await kms.send(new EnableKeyCommand({ KeyId: oldKey }));
  const leaked = await operation(emulator.breakGlass, "state", "show", "prod", await currentVersion());
  expect(leaked).toMatchObject({ exitCode: 0, output: expect.stringContaining("terraform_data.resource_2") as string });

  expect(await checkout.cdktf("synth")).toMatchObject(succeeded);
  expect(await checkout.terraform("bootstrap", "init")).toMatchObject(succeeded);
  expect(await checkout.terraform("bootstrap", "state", "rm", "aws_kms_key.state_key")).toMatchObject(succeeded);
  await deployBootstrap();
  await shutToAllButBreakGlass();
  const newKey = await currentKey();
  expect(newKey).not.toBe(oldKey);

  for (const Key of states) {
    await writeAnew(Key);
    await deleteOldVersions(Key);
  }
  await kms.send(new DisableKeyCommand({ KeyId: oldKey }));

  for (const Key of states) {
    const { SSEKMSKeyId } = await s3(emulator).send(new HeadObjectCommand({ Bucket, Key }));
    expect([newKey, alias]).toContain(SSEKMSKeyId);
    expect(await versionsOf(Key)).toHaveLength(1);
  }
  expect(await stack.plan()).toMatchObject({ output: expect.stringContaining("explicit deny") as string });
  await deployBootstrap();
  expect(await stack.plan()).toEqual(noChanges);
  expect(await checkout.cdktf("diff", "bootstrap")).toEqual(noChanges);
  expect(await operation(emulator.deployer, "doctor", "prod")).toMatchObject({
    exitCode: 0,
    output: expect.stringMatching(/\n\n1 warning in \d+ checks$/) as string,
  });
});
