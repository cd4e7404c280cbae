import { rm } from "node:fs/promises";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import type { Emulator } from "../../emulator/emulator";
import { readLock } from "../../src/commands/remote-state/lock";
import { readStateObject } from "../../src/commands/remote-state/state-object";
import { resourceIds } from "../../src/commands/remote-state/terraform-state";
import { startBootstrapped } from "../support/bootstrapped";
import { s3 } from "../support/checkout";
import { answeredOperation, operation, printed, startOperation } from "../support/operation";
import { SmallStack } from "../support/small-stack";
import { asSynthesized } from "../support/synthesized-stack";

const backend = { bucket: "my-terraform-state-dev", key: "eks-cluster/terraform.tfstate", region: "ap-northeast-1" };

let emulator: Emulator;
let stack: SmallStack;
let outdir: string;
let synthesizedBefore: string[];

beforeEach(async () => {
  emulator = (await startBootstrapped()).deployer;
  stack = await SmallStack.create(emulator, { environment: "dev" });
  await stack.setResources(2);
  outdir = await asSynthesized(stack, "dev");
  synthesizedBefore = ["--skip-synth", "--output", outdir];
});

afterEach(async () => {
  await rm(outdir, { recursive: true, force: true });
  await stack.remove();
  await emulator.stop();
});

async function addresses(): Promise<string[]> {
  const object = await readStateObject(s3(emulator), backend);
  return object ? [...resourceIds(object.state).keys()] : [];
}

async function destroy(...args: string[]) {
  return operation(emulator, "destroy", "dev", ...synthesizedBefore, ...args);
}

test("everything in the state is destroyed once the environment is named, and what remains is listed", async () => {
  await stack.apply();
  const unattended = await destroy("--json");
  expect(unattended.exitCode).toBe(1);
  expect(JSON.parse(unattended.stdout)).toMatchObject({
    outcome: "refused",
    nextStep: "pass --auto-approve dev, or --dry-run",
  });
  const other = await destroy("--auto-approve", "prod");
  expect(other).toMatchObject({ exitCode: 1, output: expect.stringContaining("--auto-approve names prod") as string });
  const dryRun = await destroy("--json", "--dry-run");
  expect(JSON.parse(dryRun.stdout)).toMatchObject({ outcome: "planned", plan: { destroy: 2 } });
  expect(await addresses()).toHaveLength(2);

  const destroyed = await destroy("--json", "--auto-approve", "dev");
  expect(JSON.parse(destroyed.stdout)).toEqual({
    stack: "dev",
    outcome: "applied",
    plan: { add: 0, change: 0, replace: 0, destroy: 2, forget: 0, import: 0, move: 0 },
    needConfirmation: [],
  });
  expect(destroyed.output).toContain("what remains of dev:\n  s3://my-terraform-state-dev: all versions of its state");
  expect(await addresses()).toEqual([]);

  const again = await destroy("--auto-approve", "dev");
  const empty = "the state of dev is empty: there is nothing to destroy";
  expect(again).toMatchObject({ exitCode: 0, output: expect.stringContaining(empty) as string });
});

test("in a terminal the name must be typed", async () => {
  await stack.apply();
  const type = async (answer: string) => {
    const question = { question: "Destroy all 2 resources of dev? Type dev to confirm", answer };
    return answeredOperation(emulator, question, "destroy", "dev", ...synthesizedBefore);
  };
  for (const [answer, refusal] of [
    ["yes\n", "error: not approved"],
    ["\u0003", "error: interrupted by SIGINT"],
  ] as const) {
    expect(await type(answer)).toEqual({ exitCode: 1, output: expect.stringContaining(refusal) as string });
  }
  expect(await addresses()).toHaveLength(2);
  expect(await type("dev\n")).toMatchObject({ exitCode: 0 });
  expect(await addresses()).toEqual([]);
});

test("bootstrap, an unknown environment and credentials of another account are refused before Terraform starts", async () => {
  await stack.apply();
  const foreign = { env: { ...emulator.env, AWS_ACCESS_KEY_ID: "999999999999" } };
  for (const [as, name, refusal] of [
    [emulator, "bootstrap", "this command does not destroy it"],
    [emulator, "staging", "there is no environment named staging"],
    [foreign, "dev", "dev belongs to account 123456789012"],
  ] as const) {
    const refused = await operation(as, "destroy", name, ...synthesizedBefore, "--auto-approve", name);
    expect(refused).toMatchObject({ exitCode: 1, output: expect.stringContaining(refusal) as string });
    expect(refused.output).not.toContain("Initializing");
  }
  expect(await addresses()).toHaveLength(2);
});

test("a state that never existed is distinguished from one that was deleted", async () => {
  const none = "dev has no state: there is nothing to destroy";
  expect(await destroy("--auto-approve", "dev")).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining(none) as string,
  });
  await stack.apply();
  await s3(emulator).send(new DeleteObjectCommand({ Bucket: backend.bucket, Key: backend.key }));
  expect(await destroy("--auto-approve", "dev")).toMatchObject({
    exitCode: 1,
    output: expect.stringMatching(/the state of dev was deleted.*\n\nnext: .*npm run state -- restore dev/s) as string,
  });
});

test("while another run holds the lock nothing is destroyed, and an interrupted run releases it", async () => {
  await stack.apply();
  await stack.addHeldResource();
  const holder = stack.start("apply", "-auto-approve");
  await printed(holder, "terraform_data.held: Creating");
  const locked = await destroy("--auto-approve", "dev");
  expect(locked).toMatchObject({ exitCode: 1, output: expect.stringContaining("state lock") as string });

  const waiting = startOperation(
    emulator,
    "destroy",
    "dev",
    ...synthesizedBefore,
    "--auto-approve",
    "dev",
    "--lock-timeout",
    "5m",
  );
  await printed(waiting, "Initializing");
  waiting.kill("SIGTERM");
  expect(await waiting).toMatchObject({
    exitCode: 1,
    all: expect.stringContaining("interrupted by SIGTERM") as string,
  });
  await stack.release();
  await holder;
  expect(await readLock(s3(emulator), backend)).toBeUndefined();
  expect(await addresses()).toHaveLength(3);
});
