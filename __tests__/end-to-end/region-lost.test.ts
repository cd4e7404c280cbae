import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import {
  CreateKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  KMSClient,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import { startEmulator, type Emulator } from "../../emulator/emulator";
import { listVersions } from "../../src/operations/state/versions";
import { clientFor, s3 } from "../support/checkout";
import { operation } from "../support/operation";
import { SmallStack } from "../support/small-stack";
import { createStateBucket, createStateKey } from "../support/state-store";

jest.setTimeout(120_000);

const Bucket = "my-terraform-state-prod";
const Key = "eks-cluster/terraform.tfstate";

let emulator: Emulator;
let stack: SmallStack;
let oldKeyArn: string;

beforeEach(async () => {
  emulator = await startEmulator();
  oldKeyArn = await createStateKey(emulator);
  await createStateBucket(emulator, "prod", oldKeyArn);
  stack = await SmallStack.create(emulator, { environment: "prod" });
  await stack.apply();
  await stack.setResources(2);
  await stack.apply();
});

afterEach(async () => {
  await stack.remove();
  await emulator.stop();
});

const noChanges = { exitCode: 0, output: expect.stringContaining("No changes.") as string };

test("when the region is lost, the backend is switched to the replica and back, and nothing changes", async () => {
  const client = s3(emulator);
  const replica = `${Bucket}-replica`;
  await client.send(new CreateBucketCommand({ Bucket: replica }));
  await client.send(
    new PutBucketVersioningCommand({ Bucket: replica, VersioningConfiguration: { Status: "Enabled" } }),
  );
  await client.send(new CopyObjectCommand({ Bucket: replica, Key, CopySource: `${Bucket}/${Key}` }));

  const there = await stack.terraform("init", "-reconfigure", `-backend-config=bucket=${replica}`);
  expect(there).toMatchObject({ exitCode: 0 });
  expect(await stack.plan()).toEqual(noChanges);

  expect(await stack.terraform("init", "-reconfigure")).toMatchObject({ exitCode: 0 });
  expect(await stack.plan()).toEqual(noChanges);
});

test("after a leak the state goes on under a new key, and nothing is left under the old one", async () => {
  const kms = new KMSClient(clientFor(emulator));
  const client = s3(emulator);
  await kms.send(new DisableKeyCommand({ KeyId: oldKeyArn }));
  const shut = await operation(emulator, "doctor", "prod");
  expect(shut).toMatchObject({ exitCode: 1, output: expect.stringMatching(/disabled/) as string });

  await kms.send(new EnableKeyCommand({ KeyId: oldKeyArn }));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new UpdateAliasCommand({ AliasName: "alias/terraform-state", TargetKeyId: KeyMetadata?.KeyId }));
  await client.send(
    new CopyObjectCommand({
      Bucket,
      Key,
      CopySource: `${Bucket}/${Key}`,
      ServerSideEncryption: "aws:kms",
      SSEKMSKeyId: KeyMetadata?.Arn,
    }),
  );
  const [, ...old] = await listVersions(client, { bucket: Bucket, key: Key, region: "ap-northeast-1" });
  for (const { versionId } of old) await client.send(new DeleteObjectCommand({ Bucket, Key, VersionId: versionId }));
  await kms.send(new DisableKeyCommand({ KeyId: oldKeyArn }));

  expect((await client.send(new HeadObjectCommand({ Bucket, Key }))).SSEKMSKeyId).toBe(KeyMetadata?.Arn);
  expect(await listVersions(client, { bucket: Bucket, key: Key, region: "ap-northeast-1" })).toHaveLength(1);
  expect(await stack.plan()).toEqual(noChanges);
});
