import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { execa } from "execa";
import { startEmulator, type Emulator } from "../../emulator/emulator";
import { reportSchema, type StackReport } from "../../src/commands/plan-report/report";
import { s3 } from "../support/checkout";
import { startOperation } from "../support/operation";
import { SmallStack } from "../support/small-stack";
import { createStateBucket } from "../support/state-store";
import { addSynthesized, asSynthesized } from "../support/synthesized-stack";

const canary = "CANARY-5f6a7b8c";

let emulator: Emulator;
let stack: SmallStack;
let outdir: string;
let repository: string;

beforeAll(async () => {
  emulator = await startEmulator();
  await createStateBucket(emulator, "dev");
  stack = await SmallStack.create(emulator, { environment: "dev" });
  await stack.write("secret", { terraform_data: { secret: { input: `\${sensitive("${canary}")}` } } });
  outdir = await asSynthesized(stack, "dev");
  repository = await mkdtemp(path.join(tmpdir(), "review-repository-"));
  const git = async (...args: string[]) =>
    execa("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: repository });
  await git("init");
  await git("commit", "--allow-empty", "-m", "empty");
});

afterAll(async () => {
  await stack.remove();
  await rm(outdir, { recursive: true, force: true });
  await rm(repository, { recursive: true, force: true });
  await emulator.stop();
});

function environment() {
  const git = { GIT_DIR: path.join(repository, ".git"), GIT_WORK_TREE: repository };
  return { env: { ...emulator.env, ...git, CDKTF_OUTPUT: outdir } };
}

async function review(...args: string[]) {
  return reviewOf(["dev"], ...args);
}

async function reviewOf(stacks: readonly string[], ...args: string[]) {
  return startOperation(environment(), "review", ...stacks, "--skip-synth", ...args);
}

async function deploy(...args: string[]) {
  return startOperation(environment(), "deploy", "dev", "--skip-synth", "--auto-approve", ...args);
}

async function reviewed(): Promise<StackReport> {
  const { stdout } = await review("--format", "json");
  const [report] = reportSchema.parse(JSON.parse(stdout)).stacks;
  if (!report) throw new Error(stdout);
  return report;
}

test("a stack that was never deployed is reviewed in every format, without the secret in it", async () => {
  const text = await review("--debug");
  expect(text.exitCode).toBe(2);
  expect(text.stdout).toContain("dev: 2 to add, 0 to change, 0 to destroy");
  expect(text.stdout).toContain("never deployed");
  const file = path.join(repository, "..", `${path.basename(repository)}.md`);
  const markdown = await review("--format", "markdown", "--output", file);
  expect([markdown.exitCode, markdown.stdout]).toEqual([2, ""]);
  const comment = await readFile(file, "utf8");
  await rm(file);
  expect(comment).toMatch(/^<!-- npm run review: dev -->\n/);
  const json = await review("--format", "json");
  for (const output of [text.all, markdown.all, comment, json.all]) expect(output).not.toContain(canary);
});

test("a deployment applies the plan that was reviewed, and refuses another one with the difference", async () => {
  const { fingerprint = "" } = await reviewed();
  await stack.setResources(2);
  const refused = await deploy("--reviewed", fingerprint);
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain("this is not the plan that was reviewed");
  expect(refused.stderr).toContain("section other differs, and has now 3 changes");

  const accepted = await deploy("--reviewed", (await reviewed()).fingerprint ?? "");
  expect([accepted.stderr, accepted.exitCode]).toEqual(["", 0]);
  expect(accepted.stdout).toContain("plan: 3 to add, 0 to change, 0 to destroy\n");
  expect(accepted.stdout).not.toContain("Plan:");
  expect(accepted.stdout).toContain("reviewed: the plan is the one that was reviewed");
});

test("a stack that matches its configuration has no changes, and its state is described", async () => {
  const { exitCode, stdout } = await review();
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^dev: no changes\n {2}state: serial \d+, 3 resources, written /);
});

test("several stacks are one report in the order of the settings, which exits as its most dangerous plan", async () => {
  await createStateBucket(emulator, "prod");
  const other = await SmallStack.create(emulator, { environment: "prod" });
  await addSynthesized(outdir, { prod: other });
  await stack.write("platform", { aws_ecr_repository: { api: { name: "platform-dev/api" } } });
  await stack.terraform("init");
  expect(await deploy()).toMatchObject({ exitCode: 0 });
  await stack.write("platform", { aws_ecr_repository: { api: { name: "platform-dev/renamed" } } });
  const { exitCode, stdout } = await reviewOf(["prod", "dev"], "--format", "json");
  const { stacks } = reportSchema.parse(JSON.parse(stdout));
  expect(stacks.map(({ stack: name, outcome }) => [name, outcome])).toEqual([
    ["dev", "needs-confirmation"],
    ["prod", "changes"],
  ]);
  expect(exitCode).toBe(3);
  await stack.write("platform", { aws_ecr_repository: { api: { name: "platform-dev/api" } } });
  await other.remove();
});

test("a plan waits for no lock, unless it shall hold it", async () => {
  const lock = { ID: "1", Operation: "OperationTypeApply", Who: "me@laptop", Created: "2026-11-21T07:09:47.595Z" };
  await s3(emulator).send(
    new PutObjectCommand({
      Bucket: "my-terraform-state-dev",
      Key: "eks-cluster/terraform.tfstate.tflock",
      Body: JSON.stringify(lock),
    }),
  );
  expect(await review()).toMatchObject({ exitCode: 0 });
  const locked = await review("--lock");
  expect(locked.exitCode).toBe(1);
  expect(locked.stderr).toContain("Error acquiring the state lock");
  expect(locked.stdout).toContain("dev: failed: terraform plan failed");
});

test("the errors of Terraform are told without the secrets of the state", async () => {
  await stack.write("broken", { terraform_data: { broken: { input: `\${tonumber("${canary}")}` } } });
  const { exitCode, stdout, stderr } = await review("--format", "json", "--debug");
  expect(exitCode).toBe(1);
  expect(stderr).toContain("Error: ");
  expect(stdout + stderr).not.toContain(canary);
  expect(JSON.parse(stdout)).toMatchObject({ stacks: [{ outcome: "failed", message: "terraform plan failed" }] });
});

test("a failed plan tells its errors alone, without what was planned until then", async () => {
  await stack.write("broken", {
    terraform_data: {
      planned: { input: "CANARY-planned" },
      broken: {
        lifecycle: {
          precondition: { condition: '${terraform_data.planned.input == "x"}', error_message: "this is broken" },
        },
      },
    },
  });
  const { stdout, stderr } = await review();
  expect(stderr).toContain("this is broken");
  expect(stdout + stderr).not.toContain("CANARY-planned");
});
