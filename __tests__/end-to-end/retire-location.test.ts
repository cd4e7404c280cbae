import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import type { RetiredSettings } from "../../src/settings/organization";
import { startBootstrapped } from "../support/bootstrapped";
import { bucketProtections } from "../support/bucket-protections";
import { type Account, Checkout, s3 } from "../support/checkout";
import { createExampleProject } from "../support/example-project";
import { operation } from "../support/operation";

const replicaRegion = "ap-northeast-3";
const account = "123456789012";

let emulator: Account;
let checkout: Checkout;
let project: string;

beforeAll(async () => {
  project = path.join(tmpdir(), `retire-${process.pid}`);
  await createExampleProject(project);
  process.env.EXAMPLE_PROJECT = project;
  emulator = await startBootstrapped();
  checkout = await Checkout.create(emulator);
  await writeSettings({ name: "dev", replicaRegion });
  expect(await cdktfDeploy()).toMatchObject({ exitCode: 0 });
});

afterAll(async () => {
  await checkout.remove();
  await emulator.stop();
});

/** What an operator writes in environments/. */
interface Written {
  /** Name of the environment that is called dev as shipped. */
  readonly name: string;

  /** @default - prod's state is not copied */
  readonly replicaRegion?: string;
  readonly retired?: readonly RetiredSettings[];
}

async function writeSettings({ name, replicaRegion, retired = [] }: Written): Promise<void> {
  const state = replicaRegion === undefined ? "" : `state: { ...shipped.state, replicaRegion: "${replicaRegion}" },`;
  const index = [
    `import { dev } from "./dev";`,
    `import { prod as shipped } from "./prod";`,
    `import { organization as others } from "./organization";`,
    `const prod = { ...shipped, ${state} };`,
    `const bootstrap = { ...others.bootstrap, retired: ${JSON.stringify(retired)} };`,
    `export const organization = { ...others, bootstrap };`,
    `export const environments = [{ ...dev, name: "${name}" }, prod];`,
  ];
  await writeFile(path.join(project, "environments", "index.ts"), index.join("\n"));
}

const cdktfDeploy = async () => checkout.cdktf("deploy", "bootstrap", "--auto-approve");
const deploy = async () =>
  operation(emulator.administrator, "deploy", "bootstrap", "--auto-approve", "--output", checkout.outdir);

/** Terraform's own output: CDKTF may end before it has printed all of it. */
const plan = async () => checkout.terraform("bootstrap", "plan", "-input=false", "-no-color");

async function expectNoChanges(): Promise<void> {
  const diff = await checkout.cdktf("diff", "bootstrap");
  expect(diff).toMatchObject({ exitCode: 0, output: expect.stringContaining("No changes.") as string });
}

test("cdktf deploys no renamed environment while the state bucket of the earlier name is not retired", async () => {
  const Bucket = "my-terraform-state-dev";
  const client = s3(emulator);
  await client.send(new PutObjectCommand({ Bucket, Key: "eks-cluster/terraform.tfstate", Body: "{}" }));
  const before = await bucketProtections(client, Bucket);

  await writeSettings({ name: "test", replicaRegion });
  expect((await cdktfDeploy()).exitCode).not.toBe(0);
  expect(await bucketProtections(client, Bucket)).toEqual(before);
  const refused = await plan();
  expect(refused.exitCode).toBe(1);
  expect(refused.output).toContain("The settings no longer declare my-terraform-state-dev in ap-northeast-1");
  expect(refused.output).toContain("organization.bootstrap.retired");

  const retired = { name: "dev", account, state: { encryption: "AES256" as const } };
  await writeSettings({ name: "test", replicaRegion, retired: [retired] });
  expect(await cdktfDeploy()).toMatchObject({ exitCode: 0 });
  expect(await bucketProtections(client, Bucket)).toEqual(before);
  await writeSettings({ name: "test", replicaRegion, retired: [{ ...retired, release: true }] });
  expect(await cdktfDeploy()).toMatchObject({ exitCode: 0 });
  expect(await bucketProtections(client, Bucket)).toEqual(before);
  await writeSettings({ name: "test", replicaRegion });
  await expectNoChanges();
});

test("a replica is given up as the page says, and one in another region takes its place", async () => {
  const Bucket = "my-terraform-state-prod-replica";
  const client = s3(emulator, replicaRegion);
  const before = await bucketProtections(client, Bucket);

  await writeSettings({ name: "test" });
  expect((await cdktfDeploy()).exitCode).not.toBe(0);
  expect(await plan()).toMatchObject({
    output: expect.stringContaining("Provider configuration not present") as string,
  });
  expect(await deploy()).toMatchObject({
    exitCode: 1,
    output: expect.stringContaining("in organization.bootstrap.retired") as string,
  });

  const retired = { name: "prod", account, state: { replicaRegion }, release: true };
  await writeSettings({ name: "test", retired: [retired] });
  expect(await cdktfDeploy()).toMatchObject({ exitCode: 0 });
  expect(await bucketProtections(client, Bucket)).toEqual(before);
  await writeSettings({ name: "test" });
  await expectNoChanges();

  const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers]) {
    await client.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  }
  await client.send(new DeleteBucketCommand({ Bucket }));
  await writeSettings({ name: "test", replicaRegion: "us-west-2" });
  expect(await cdktfDeploy()).toMatchObject({ exitCode: 0 });
  expect(await bucketProtections(s3(emulator, "us-west-2"), Bucket)).toHaveLength(before.length);
});
