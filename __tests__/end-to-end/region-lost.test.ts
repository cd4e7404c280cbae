import { CopyObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { Emulator } from "../../emulator/emulator";
import { startBootstrapped } from "../support/bootstrapped";
import { s3 } from "../support/checkout";
import { operation } from "../support/operation";
import { SmallStack } from "../support/small-stack";
import { createStateKey, createStateReplica } from "../support/state-store";

const Bucket = "my-terraform-state-prod";
const Key = "eks-cluster/terraform.tfstate";

let emulator: Emulator;
let stack: SmallStack;

beforeEach(async () => {
  emulator = (await startBootstrapped()).administrator;
  stack = await SmallStack.create(emulator, { environment: "prod" });
  await stack.apply();
  await stack.setResources(2);
  await stack.apply();
});

afterEach(async () => {
  await stack.remove();
  await emulator.stop();
});

function backendConfig(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([name, value]) => `-backend-config=${name}=${value}`);
}

const noChanges = { exitCode: 0, output: expect.stringContaining("No changes.") as string };

test("when the region is lost, work continues at the replica and returns with the state", async () => {
  const region = "ap-northeast-3";
  const client = s3(emulator, region);
  const alias = "alias/terraform-state-prod-replica";
  const replicaKeyArn = await createStateKey(emulator, { alias, region });
  const replica = await createStateReplica(emulator, "prod", region, replicaKeyArn);
  // What replication does for every version: a lock that was held at that moment comes along.
  const lock = { ID: "a1b2c3", Operation: "OperationTypeApply", Who: "unlisted@gone", Created: new Date(0) };
  await client.send(new PutObjectCommand({ Bucket: replica, Key: `${Key}.tflock`, Body: JSON.stringify(lock) }));
  await client.send(
    new CopyObjectCommand({
      Bucket: replica,
      Key,
      CopySource: `${Bucket}/${Key}`,
      ServerSideEncryption: "aws:kms",
      SSEKMSKeyId: replicaKeyArn,
    }),
  );

  const away = backendConfig({ bucket: replica, region, kms_key_id: alias });
  expect(await stack.terraform("init", "-reconfigure", ...away)).toMatchObject({ exitCode: 0 });
  expect(await stack.plan()).toMatchObject({ exitCode: 1, output: expect.stringContaining("a1b2c3") as string });
  expect(await stack.terraform("force-unlock", "-force", "a1b2c3")).toMatchObject({ exitCode: 0 });
  expect(await stack.plan()).toEqual(noChanges);
  await stack.setResources(3);
  await stack.apply();
  expect(await client.send(new HeadObjectCommand({ Bucket: replica, Key }))).toMatchObject({
    ServerSideEncryption: "aws:kms",
    SSEKMSKeyId: expect.stringMatching(/terraform-state-prod-replica|ap-northeast-3/) as string,
  });

  const { serial: lastSerial } = JSON.parse((await stack.terraform("state", "pull")).output) as { serial: number };

  expect(await stack.terraform("init", "-reconfigure")).toMatchObject({ exitCode: 0 });
  expect(await stack.terraform("init", "-reconfigure", ...away)).toMatchObject({ exitCode: 0 });
  const home = backendConfig({ bucket: Bucket, region: "ap-northeast-1", kms_key_id: "alias/terraform-state" });
  expect(await stack.terraform("init", "-migrate-state", "-force-copy", ...home)).toMatchObject({ exitCode: 0 });
  expect(await stack.terraform("init", "-reconfigure")).toMatchObject({ exitCode: 0 });
  expect(await stack.plan()).toEqual(noChanges);
  const { stdout } = await operation(emulator, "state", "history", "prod", "--json");
  const { versions } = JSON.parse(stdout) as { versions: { serial: number; resources: number }[] };
  expect(versions.map(({ serial, resources }) => ({ serial, resources }))).toEqual([
    { serial: lastSerial + 1, resources: 3 },
    { serial: 2, resources: 2 },
    { serial: 1, resources: 1 },
  ]);
});
