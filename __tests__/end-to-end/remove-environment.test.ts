import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { BatchDeleteImageCommand, ECRClient, PutImageCommand } from "@aws-sdk/client-ecr";
import { EKSClient, ListClustersCommand } from "@aws-sdk/client-eks";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import type { RetiredSettings } from "../../src/settings/organization";
import { listVersions } from "../../src/commands/remote-state/versions";
import { startBootstrapped } from "../support/bootstrapped";
import { type Account, Checkout, clientFor, s3, type Outcome } from "../support/checkout";
import { createExampleProject } from "../support/example-project";
import { bucketProtections } from "../support/bucket-protections";
import { operation } from "../support/operation";

const state = { bucket: "my-terraform-state-staging", key: "eks-cluster/terraform.tfstate", region: "ap-northeast-1" };
const repositoryName = "platform-staging/api";
const imageManifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: "application/vnd.docker.distribution.manifest.v2+json",
  config: { mediaType: "application/vnd.docker.container.image.v1+json", size: 2, digest: `sha256:${"0".repeat(64)}` },
  layers: [],
});

let emulator: Account;
let checkout: Checkout;
let project: string;

beforeAll(async () => {
  project = path.join(tmpdir(), `project-${process.pid}`);
  await createExampleProject(project);
  process.env.EXAMPLE_PROJECT = project;
  emulator = await startBootstrapped();
  checkout = await Checkout.create(emulator);
});

afterAll(async () => {
  await checkout.remove();
  await emulator.stop();
});

const retired = { name: "staging", account: "123456789012" };

/** The operator's settings: dev and prod, and beside them staging, which is as prod is. */
async function writeSettings(staging: { deletionProtection: boolean } | RetiredSettings | "removed"): Promise<void> {
  const deployed = typeof staging === "object" && "deletionProtection" in staging ? staging : undefined;
  const entries = typeof staging === "object" && "name" in staging ? [staging] : [];
  const index = [
    `import { dev } from "./dev";`,
    `import { prod } from "./prod";`,
    `import { organization as others } from "./organization";`,
    `const staging = {`,
    `  ...prod,`,
    `  name: "staging",`,
    `  network: { ...prod.network, cidr: "10.30.0.0/16" },`,
    `  cluster: { ...prod.cluster, deletionProtection: ${deployed?.deletionProtection ?? false} },`,
    `  repositories: { api: {} },`,
    `};`,
    `const bootstrap = { ...others.bootstrap, retired: ${JSON.stringify(entries)} };`,
    `export const organization = { ...others, bootstrap };`,
    `export const environments = [dev, prod${deployed ? ", staging" : ""}];`,
  ];
  await writeFile(path.join(project, "environments", "index.ts"), index.join("\n"));
}

async function deploy(stack: string, ...args: string[]): Promise<Outcome> {
  const caller = stack === "bootstrap" ? emulator.administrator : emulator.deployer;
  return operation(caller, "deploy", stack, "--auto-approve", "--output", checkout.outdir, ...args);
}

/** Destroys staging, as it was synthesized for the deploy before. */
async function destroy(...args: string[]) {
  return operation(
    emulator.deployer,
    "destroy",
    "staging",
    "--auto-approve",
    "staging",
    "--skip-synth",
    "--output",
    checkout.outdir,
    ...args,
  );
}

const protections = () => bucketProtections(s3(emulator), state.bucket);

test("an environment is removed as the page says, and its state bucket stays as protected as it was", async () => {
  await writeSettings({ deletionProtection: true });
  expect(await deploy("bootstrap")).toMatchObject({ exitCode: 0 });
  expect(await deploy("staging")).toMatchObject({ exitCode: 0 });
  const before = await protections();

  const kept = await destroy();
  expect(kept.exitCode).toBe(1);
  expect(kept.output).toContain(
    "deletion protection is enabled for these resources of staging:\n  aws_eks_cluster.cluster\n",
  );
  expect(kept.output).toContain("set cluster.deletionProtection: false for staging in environments/");
  expect(kept.output).not.toContain("Initializing");
  await writeSettings({ deletionProtection: false });
  expect(await deploy("staging")).toMatchObject({ exitCode: 0 });

  const ecr = new ECRClient(clientFor(emulator));
  await ecr.send(new PutImageCommand({ repositoryName, imageManifest, imageTag: "v1" }));
  const unconfirmed = await destroy("--json");
  expect(unconfirmed.exitCode).toBe(1);
  const answer = JSON.parse(unconfirmed.stdout) as { needConfirmation: { address: string; type: string }[] };
  expect(answer).toMatchObject({ outcome: "refused", plan: { add: 0, change: 0, replace: 0 } });
  const types = new Set(answer.needConfirmation.map(({ type }) => type));
  expect([...types].sort()).toEqual([
    "aws_cloudwatch_log_group",
    "aws_ecr_repository",
    "aws_eip",
    "aws_eks_cluster",
    "aws_kms_key",
    "aws_vpc",
  ]);
  const confirmed = answer.needConfirmation.flatMap(({ address }) => ["--confirm-destroy", address]);

  const held = await destroy(...confirmed);
  expect(held.exitCode).toBe(1);
  expect(held.output).toContain(`these repositories contain images, and ECR deletes only empty ones:`);
  expect(held.output).toContain(`(${repositoryName})`);
  await ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag: "v1" }] }));

  expect(await destroy("--dry-run", ...confirmed)).toEqual({
    exitCode: 0,
    stdout: expect.stringContaining("dry run: nothing was applied") as string,
    output: expect.not.stringContaining("what remains") as string,
  });
  const destroyed = await destroy(...confirmed);
  expect(destroyed).toMatchObject({ exitCode: 0, output: expect.stringContaining("Apply complete!") as string });
  expect(destroyed.output).toContain("s3://my-terraform-state-staging: all versions of its state");
  const [, keyArn = ""] = /^ {2}(arn:aws:kms:\S+): pending deletion for 30 days/m.exec(destroyed.output) ?? [];
  const key = await new KMSClient(clientFor(emulator)).send(new DescribeKeyCommand({ KeyId: keyArn }));
  expect(key.KeyMetadata?.KeyState).toBe("PendingDeletion");
  expect((await new EKSClient(clientFor(emulator)).send(new ListClustersCommand({}))).clusters).toEqual([]);

  expect(await destroy()).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining("the state of staging is empty: there is nothing to destroy") as string,
  });

  const versions = await listVersions(s3(emulator), state);
  expect(versions.length).toBeGreaterThan(1);
  await writeSettings("removed");
  const refused = await deploy("bootstrap");
  expect(refused.exitCode).toBe(1);
  expect(refused.output).toMatch(/my-terraform-state-staging \(ap-northeast-1\) contains \d+ object versions/);
  expect(refused.output).toContain("in organization.bootstrap.retired");
  expect(refused.output).not.toContain("Initializing");
  expect(await checkout.bootstrap()).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining("already bootstrapped") as string,
  });
  expect(await protections()).toEqual(before);

  await writeSettings(retired);
  expect(await deploy("bootstrap")).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining("bootstrap matches its configuration") as string,
  });
  expect(await operation(emulator.deployer, "state", "history", "staging")).toMatchObject({ exitCode: 0 });
  expect(await deploy("staging")).toMatchObject({
    exitCode: 1,
    output: expect.stringContaining("staging is retired") as string,
  });

  await writeSettings({ ...retired, release: true });
  expect(await deploy("bootstrap")).toMatchObject({ exitCode: 0 });
  expect(await protections()).toEqual(before);
  expect(await listVersions(s3(emulator), state)).toEqual(versions);
  await writeSettings("removed");
  expect(await deploy("bootstrap")).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining("bootstrap matches its configuration") as string,
  });
});
