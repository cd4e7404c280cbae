import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatchLogsClient, CreateLogGroupCommand, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DeleteBucketCommand, DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { execa } from "execa";
import type { Emulator } from "../../emulator/emulator";
import { readLock } from "../../src/commands/remote-state/lock";
import { readStateObject } from "../../src/commands/remote-state/state-object";
import { resourceIds } from "../../src/commands/remote-state/terraform-state";
import { listVersions } from "../../src/commands/remote-state/versions";
import { EksApi } from "../emulator/patches/eks-api";
import { startBootstrapped } from "../support/bootstrapped";
import { type Account, clientFor, s3, type Outcome } from "../support/checkout";
import { answeredOperation, operation, printed, startOperation } from "../support/operation";
import { plansIn } from "../support/saved-plans";
import { SmallStack } from "../support/small-stack";
import { asSynthesized } from "../support/synthesized-stack";
import { WriteBarrier } from "../support/write-barrier";

const backend = { bucket: "my-terraform-state-dev", key: "eks-cluster/terraform.tfstate", region: "ap-northeast-1" };
const lockRefused = "Error acquiring the state lock";

let account: Account;
let emulator: Emulator;
let stack: SmallStack;
let leftovers: (() => Promise<void>)[];

beforeEach(async () => {
  account = await startBootstrapped();
  emulator = account.deployer;
  leftovers = [async () => emulator.stop()];
  stack = await checkout();
});

afterEach(async () => {
  for (const remove of leftovers.reverse()) await remove();
});

/** Another checkout of the stack, initialized. */
async function checkout(as: Pick<Emulator, "env"> = emulator): Promise<SmallStack> {
  const made = await SmallStack.create({ ...emulator, ...as }, { environment: "dev" });
  leftovers.push(async () => made.remove());
  return made;
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "rehearsal-"));
  leftovers.push(async () => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function state() {
  const object = await readStateObject(s3(emulator), backend);
  if (!object) throw new Error("there is no state");
  return { serial: object.state.serial, addresses: [...resourceIds(object.state).keys()].sort() };
}

test("of eight concurrent applies one proceeds and seven are refused; nothing is lost", async () => {
  await stack.apply();
  const before = await state();
  const checkouts = [stack, ...(await Promise.all(Array.from({ length: 7 }, async () => checkout())))];
  for (const one of checkouts) {
    await one.setResources(3);
    await one.addHeldResource();
  }

  let refused = 0;
  const runs = checkouts.map(async (one) => {
    const outcome = await one.terraform("apply", "-auto-approve");
    if (outcome.exitCode !== 0) refused += 1;
    return outcome;
  });
  while (refused < 7) await sleep(50);
  for (const one of checkouts) await one.release();
  const outcomes = await Promise.all(runs);

  expect(outcomes.filter(({ exitCode }) => exitCode === 0)).toHaveLength(1);
  expect(outcomes.filter(({ output }) => output.includes(lockRefused))).toHaveLength(7);
  expect(await state()).toEqual({
    serial: before.serial + 1,
    addresses: ["held", "resource_1", "resource_2", "resource_3"].map((name) => `terraform_data.${name}`),
  });
  expect(await readLock(s3(emulator), backend)).toBeUndefined();
  expect(await stack.plan()).toMatchObject({ exitCode: 0 });
});

/**
 * Applies once the lock is free. Terraform gives up at once when the lock that refused it is gone before it could read whose
 * it was; then the apply is run again, as the runbook says.
 */
async function applyInTurn(one: SmallStack): Promise<Outcome> {
  const outcome = await one.terraform("apply", "-auto-approve", "-lock-timeout=10m");
  const lockWasGivenBack = outcome.output.includes(lockRefused) && outcome.output.includes("NoSuchKey");
  return lockWasGivenBack ? applyInTurn(one) : outcome;
}

test("with a lock timeout, three concurrent applies succeed in turn, each with its own serial", async () => {
  await stack.apply();
  const before = await state();
  const checkouts = [stack, await checkout(), await checkout()];
  for (const one of checkouts) await one.write("stamp", { terraform_data: { stamp: { input: "${uuid()}" } } });

  const outcomes = await Promise.all(checkouts.map(applyInTurn));

  expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
  expect(await state()).toEqual({
    serial: before.serial + 3,
    addresses: ["terraform_data.resource_1", "terraform_data.stamp"],
  });
  expect(await readLock(s3(emulator), backend)).toBeUndefined();
});

test("an apply that receives a signal saves its state and releases the lock", async () => {
  await stack.addHeldResource();
  const run = stack.start("apply", "-auto-approve");
  await Promise.all([
    printed(run, "terraform_data.held: Creating"),
    printed(run, "terraform_data.resource_1: Creation complete"),
  ]);
  run.kill("SIGTERM");
  const { exitCode, all } = await run;

  expect({ exitCode, all }).toEqual({ exitCode: 1, all: expect.stringContaining("Interrupt received") as string });
  expect((await state()).addresses).toContain("terraform_data.resource_1");
  expect(await readLock(s3(emulator), backend)).toBeUndefined();
  expect(existsSync(path.join(stack.folder, "errored.tfstate"))).toBe(false);
  await stack.release();
  expect(await stack.plan()).toMatchObject({ exitCode: 2, output: expect.not.stringContaining(lockRefused) as string });
  await stack.apply();
  expect(await stack.plan()).toMatchObject({ exitCode: 0 });
});

test("a state that could not be saved is recovered from errored.tfstate after the stale lock is released", async () => {
  const barrier = await WriteBarrier.before(emulator);
  leftovers.push(async () => barrier.close());
  const cutOff = await checkout({ env: barrier.env });
  await cutOff.addHeldResource();
  const run = cutOff.start("apply", "-auto-approve");
  await printed(run, "terraform_data.held: Creating");
  barrier.refuseWrites();
  await cutOff.release();
  expect(await run).toMatchObject({ exitCode: 1, all: expect.stringContaining("ExpiredToken") as string });
  expect(existsSync(path.join(cutOff.folder, "errored.tfstate"))).toBe(true);
  barrier.allowWrites();

  const lock = await readLock(s3(emulator), backend);
  expect(await cutOff.plan()).toMatchObject({ exitCode: 1, output: expect.stringContaining(lock?.ID ?? "") as string });
  expect(await operation(emulator, "state", "unlock", "dev", lock?.ID ?? "")).toMatchObject({ exitCode: 0 });
  expect(await cutOff.terraform("state", "push", "errored.tfstate")).toMatchObject({ exitCode: 0 });

  expect((await state()).addresses).toEqual(["terraform_data.held", "terraform_data.resource_1"]);
  expect(await cutOff.plan()).toMatchObject({ exitCode: 0 });
});

test("credentials of another account are refused by init, or by the plan, and nothing is written", async () => {
  const foreign = { ...emulator, env: { ...emulator.env, AWS_ACCESS_KEY_ID: "999999999999" } };
  const uninitialized = await SmallStack.createUninitialized(foreign, { environment: "dev" });
  leftovers.push(async () => uninitialized.remove());
  const init = await uninitialized.terraform("init");
  expect(init).toEqual({ exitCode: 1, output: expect.stringContaining("Invalid account ID") as string });

  const provider = { aws: { allowed_account_ids: ["999999999999"] } };
  await writeFile(path.join(stack.folder, "provider.tf.json"), JSON.stringify({ provider }));
  await stack.write("network", { aws_vpc: { vpc: { cidr_block: "10.0.0.0/16" } } });
  await stack.terraform("init");
  const plan = await stack.terraform("plan");
  expect(plan).toEqual({ exitCode: 1, output: expect.stringContaining("AWS account ID not allowed") as string });

  expect(await listVersions(s3(emulator), backend)).toEqual([]);
});

describe("npm run deploy", () => {
  let outdir: string;

  beforeEach(async () => {
    outdir = await asSynthesized(stack, "dev");
    leftovers.push(async () => rm(outdir, { recursive: true, force: true }));
  });

  function start(as: Pick<Emulator, "env">, ...args: string[]) {
    return startOperation(as, "deploy", "dev", "--skip-synth", "--output", outdir, ...args);
  }

  async function deploy(...args: string[]): Promise<Outcome> {
    const { all, exitCode } = await start(emulator, "--auto-approve", ...args);
    return { output: all, exitCode };
  }

  test("applies the plan that it checked, leaves no plan file, and then finds nothing to do", async () => {
    const TMPDIR = await temporaryFolder();
    const first = await start({ env: { ...emulator.env, TMPDIR } }, "--auto-approve", "--json");
    expect(first.stderr).toContain("none yet, dev is new");
    expect(first.stderr).toContain("plan: 1 to add, 0 to change, 0 to destroy\n");
    expect(first.stderr).toContain("Apply complete!");
    expect(JSON.parse(first.stdout)).toEqual({
      stack: "dev",
      outcome: "applied",
      plan: { add: 1, change: 0, replace: 0, destroy: 0, forget: 0, import: 0, move: 0 },
      needConfirmation: [],
    });
    expect(first.exitCode).toBe(0);
    expect(await plansIn(TMPDIR)).toEqual([]);

    expect((await state()).addresses).toEqual(["terraform_data.resource_1"]);
    const second = await start(emulator, "--auto-approve", "--json");
    expect(second).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("nothing to apply") as string });
    expect(JSON.parse(second.stdout)).toMatchObject({ outcome: "no-changes", plan: { add: 0 } });

    const vain = await start(emulator, "--auto-approve", "--json", "--confirm-destroy", "aws_vpc.vpc");
    expect(vain.exitCode).toBe(1);
    expect(JSON.parse(vain.stdout)).toMatchObject({
      outcome: "refused",
      plan: { add: 0 },
      message: expect.stringContaining("names aws_vpc.vpc") as string,
    });
  });

  test("does not ask without a terminal, and applies nothing in a dry run", async () => {
    const unattended = await start(emulator, "--json");
    expect(unattended).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("pass --auto-approve") as string });
    expect(JSON.parse(unattended.stdout)).toMatchObject({
      outcome: "refused",
      nextStep: "pass --auto-approve, or --dry-run",
    });
    const dryRun = await start(emulator, "--dry-run", "--json");
    expect(dryRun).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("nothing was applied") as string });
    expect(JSON.parse(dryRun.stdout)).toMatchObject({ outcome: "planned", plan: { add: 1 } });
    await expect(state()).rejects.toThrow("there is no state");
  });

  test("in a terminal is approved only by typing the name of the environment", async () => {
    const type = async (answer: string) => {
      const question = { question: "Type dev to confirm", answer };
      return answeredOperation(emulator, question, "deploy", "dev", "--skip-synth", "--output", outdir);
    };
    for (const [answer, refusal] of [
      ["prod\n", "error: not approved"],
      ["\u0004", "error: not approved"],
      ["\u0003", "error: interrupted by SIGINT"],
    ] as const) {
      expect(await type(answer)).toEqual({ exitCode: 1, output: expect.stringContaining(refusal) as string });
    }
    await expect(state()).rejects.toThrow("there is no state");
    expect(await type("dev\n")).toMatchObject({ exitCode: 0 });
    expect((await state()).addresses).toEqual(["terraform_data.resource_1"]);
  });

  test("that cannot save the state keeps it, refuses to continue until it is saved, and prints the commands for that", async () => {
    const barrier = await WriteBarrier.before(emulator);
    leftovers.push(async () => barrier.close());
    await stack.addHeldResource();
    const run = start({ env: barrier.env }, "--auto-approve");
    await printed(run, "terraform_data.held: Creating");
    barrier.refuseWrites();
    await stack.release();
    const { exitCode, all } = await run;
    expect({ exitCode, all }).toEqual({ exitCode: 1, all: expect.stringContaining("is the only record") as string });
    expect((await deploy()).output).toContain("an earlier apply of dev could not save its state");

    const lock = await readLock(s3(emulator), backend);
    await operation(emulator, "state", "unlock", "dev", lock?.ID ?? "");
    const [push = "", remove = ""] = all.match(/^ +(terraform -chdir=.*|rm .*)$/gm) ?? [];
    for (const shell of [push, remove]) await execa({ env: emulator.env, shell: true })`${shell.trim()}`;
    expect(await deploy()).toEqual({ exitCode: 0, output: expect.stringContaining("nothing to apply") as string });
  });

  test("refuses a state that was deleted until it is restored", async () => {
    await deploy();
    await s3(emulator).send(new DeleteObjectCommand({ Bucket: backend.bucket, Key: backend.key }));

    const refused = await deploy();
    expect(refused.exitCode).toBe(1);
    const [, version = ""] = /npm run state -- restore dev (\S+)/.exec(refused.output) ?? [];
    await operation(emulator, "state", "restore", "dev", version, "--auto-approve");

    expect(await deploy()).toEqual({ exitCode: 0, output: expect.stringContaining("nothing to apply") as string });
  });

  test("refuses a state that was reverted until it is restored, or accepted by its version", async () => {
    const object = { Bucket: backend.bucket, Key: backend.key };
    await deploy();
    const old = await (await s3(emulator).send(new GetObjectCommand(object))).Body?.transformToString();
    await stack.setResources(2);
    await deploy();
    const { VersionId = "" } = await s3(emulator).send(new PutObjectCommand({ ...object, Body: old }));

    const refused = await deploy();
    expect(refused).toEqual({ exitCode: 1, output: expect.stringContaining("was reverted") as string });
    expect(refused.output).toMatch(/npm run state -- restore dev \S+/);
    expect(refused.output).toContain(`npm run deploy -- dev --accept-state ${VersionId}`);

    const accepted = await deploy("--dry-run", "--accept-state", VersionId);
    expect(accepted).toEqual({ exitCode: 0, output: expect.stringContaining("plan: 1 to add") as string });
  });

  test("refuses an unrelated state that replaced one with resources", async () => {
    await deploy();
    const unrelated = {
      version: 4,
      terraform_version: "1.11.0",
      serial: 99,
      lineage: "another",
      outputs: {},
      resources: [],
    };
    await s3(emulator).send(
      new PutObjectCommand({ Bucket: backend.bucket, Key: backend.key, Body: JSON.stringify(unrelated) }),
    );
    const refused = await deploy();
    expect(refused).toEqual({ exitCode: 1, output: expect.stringContaining("replaced by an unrelated one") as string });
  });

  test("refuses a corrupted state in one line with the version to restore", async () => {
    await deploy();
    await s3(emulator).send(new PutObjectCommand({ Bucket: backend.bucket, Key: backend.key, Body: "{ half" }));
    const refused = await deploy();
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toContain("is not JSON");
    expect(refused.output).toMatch(/npm run state -- restore dev \S+/);
  });

  test("creates an environment again whose last state was empty", async () => {
    await deploy();
    await stack.terraform("destroy", "-auto-approve");
    await s3(emulator).send(new DeleteObjectCommand({ Bucket: backend.bucket, Key: backend.key }));
    expect(await deploy()).toMatchObject({ exitCode: 0 });
  });

  test("refuses credentials of another account before Terraform starts", async () => {
    const foreign = { env: { ...emulator.env, AWS_ACCESS_KEY_ID: "999999999999" } };
    const refused = await start(foreign, "--auto-approve");
    expect(refused.exitCode).toBe(1);
    expect(refused.all).toMatch(
      /dev belongs to account 123456789012, but these credentials are .* of account 999999999999/,
    );
    expect(refused.all).not.toContain("Initializing");
    await expect(state()).rejects.toThrow("there is no state");
  });

  test("names the command that creates the bucket if it does not exist", async () => {
    await s3(emulator).send(new DeleteBucketCommand({ Bucket: backend.bucket }));
    const refused = await deploy();
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toContain("bucket my-terraform-state-dev, which stores the state of dev, does not exist");
    expect(refused.output).toContain("npm run deploy -- bootstrap creates it");
  });

  test("continues once each destruction is confirmed by address, but creates no cluster that already exists", async () => {
    const roleArn = "arn:aws:iam::123456789012:role/cluster";
    const eks = await EksApi.create(account);
    const subnetIds = [...eks.subnets];
    await eks.cluster("platform-dev", { roleArn });
    await stack.write("platform", {
      aws_ecr_repository: { api: { name: "platform-dev/api" }, web: { name: "platform-dev/web" } },
    });
    await stack.terraform("init");
    await stack.apply();
    await stack.write("platform", {
      aws_ecr_repository: { api: { name: "platform-dev/api-v2" } },
      aws_eks_cluster: {
        cluster: { name: "platform-dev", role_arn: roleArn, vpc_config: { subnet_ids: subnetIds } },
      },
    });

    const unconfirmed = await start(
      emulator,
      "--json",
      "--auto-approve",
      "--confirm-destroy",
      "aws_ecr_repository.web",
    );
    expect(unconfirmed.exitCode).toBe(1);
    expect(unconfirmed.stderr).not.toContain("the plan creates cluster");
    const replaced = "aws_ecr_repository.api would be replaced, because of name";
    expect(unconfirmed.stderr).toContain(replaced);
    const repository = { type: "aws_ecr_repository", becauseOf: [] };
    expect(JSON.parse(unconfirmed.stdout)).toEqual({
      stack: "dev",
      outcome: "refused",
      plan: { add: 2, change: 0, destroy: 2, replace: 1, forget: 0, import: 0, move: 0 },
      needConfirmation: [
        {
          ...repository,
          address: "aws_ecr_repository.api",
          action: "replace",
          becauseOf: ["name"],
          reason: "replace_because_cannot_update",
        },
        {
          ...repository,
          address: "aws_ecr_repository.web",
          action: "destroy",
          reason: "delete_because_no_resource_config",
        },
      ],
      message: `this plan destroys resources that cannot be recovered or that others depend on:\n  ${replaced}`,
      nextStep: expect.stringContaining("--confirm-destroy aws_ecr_repository.api") as string,
      runbook: "docs/runbook/prod-by-mistake.md",
    });

    const confirmed = ["aws_ecr_repository.web", "aws_ecr_repository.api"].flatMap((one) => ["--confirm-destroy", one]);
    const refused = await deploy(...confirmed);
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toContain("plan: 2 to add, 0 to change, 2 to destroy (1 replacement counts as both)");
    expect(refused.output).toMatch(/the plan creates cluster platform-dev, but .* is not in the state in /);
    expect((await state()).addresses).toContain("aws_ecr_repository.web");
  });

  test("creates no log group that already exists, until it is deleted or imported", async () => {
    const logs = new CloudWatchLogsClient(clientFor(emulator));
    const [left, other] = ["/aws/eks/platform-dev/cluster", "/aws/eks/platform-dev/cluster-2"];
    for (const logGroupName of [left, other]) await logs.send(new CreateLogGroupCommand({ logGroupName }));
    await stack.write("platform", {
      aws_cloudwatch_log_group: { cluster_logs: { name: left, retention_in_days: 14 } },
    });
    await stack.terraform("init");

    const refused = await deploy();
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toContain(`the plan creates log group ${left}, but it already exists`);
    expect(refused.output).toContain(`--region ap-northeast-1 --log-group-name ${left}`);
    const [, , address = "", name = ""] = /-chdir=(\S+) import (\S+) (\S+)/.exec(refused.output) ?? [];
    await expect(state()).rejects.toThrow("there is no state");

    expect(await stack.terraform("import", address, name)).toMatchObject({ exitCode: 0 });
    expect(await deploy()).toMatchObject({ exitCode: 0 });
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: left }));
    expect(logGroups.find(({ logGroupName }) => logGroupName === left)?.retentionInDays).toBe(14);
  });
});
