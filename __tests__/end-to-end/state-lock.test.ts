import { setTimeout as sleep } from "node:timers/promises";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { execa } from "execa";
import type { Emulator } from "../../emulator/emulator";
import { diagnose } from "../../src/commands/doctor/doctor";
import { projectRoot } from "../../src/commands/cli/project";
import { withStateLock } from "../../src/commands/remote-state/hold-lock";
import { lockKey, readLock, waitForApplyLock } from "../../src/commands/remote-state/lock";
import { listVersions } from "../../src/commands/remote-state/versions";
import { startBootstrapped } from "../support/bootstrapped";
import { s3 } from "../support/checkout";
import { operation, untilItEnds } from "../support/operation";
import { SmallStack } from "../support/small-stack";

const backend = { bucket: "my-terraform-state-dev", key: "eks-cluster/terraform.tfstate", region: "ap-northeast-1" };
const purpose = { stack: "dev", operation: "state-restore", info: "version 1" };

let emulator: Emulator;
let stack: SmallStack;

beforeEach(async () => {
  emulator = (await startBootstrapped()).deployer;
  Object.assign(process.env, emulator.env);
  stack = await SmallStack.create(emulator, { environment: "dev" });
  await stack.apply();
});

afterEach(async () => {
  await stack.remove();
  await emulator.stop();
});

async function state(...args: string[]) {
  return operation(emulator, "state", ...args);
}

/** Starts an apply that holds the lock until `stack.release()`. */
async function startHeldApply() {
  await stack.addHeldResource();
  const apply = stack.start("apply", "-auto-approve");
  const lock = await waitForApplyLock(s3(emulator), backend, AbortSignal.timeout(240_000));
  return { apply, id: lock?.ID ?? "" };
}

test("after kill -9 during an apply, the lock is shown, is released only by its ID, and the next plan works", async () => {
  const { apply, id } = await startHeldApply();
  process.kill(-(apply.pid ?? 0), "SIGKILL");
  expect((await apply).signal).toBe("SIGKILL");
  expect(await stack.plan()).toEqual({
    exitCode: 1,
    output: expect.stringContaining("Error acquiring the state lock") as string,
  });

  const holder = await state("lock", "dev");
  expect(holder.output).toMatch(/^the state of dev is locked\n {2}Who: +\S+@\S+\n {2}Operation: +OperationTypeApply\n/);
  expect(holder.output).toContain(`npm run state -- unlock dev ${id}`);
  const { healthy, checks } = await diagnose("dev");
  expect(checks.find(({ name }) => name === "lock")).toMatchObject({
    outcome: "warning",
    detail: expect.stringMatching(
      /^held by \S+@\S+ for OperationTypeApply since \S+ \(less than a minute\), id /,
    ) as string,
    nextStep: expect.stringContaining(`npm run state -- unlock dev ${id}`) as string,
  });
  expect(healthy).toBe(true);

  const refused = await state("unlock", "dev", "8a9b0d4e-0000-0000-0000-000000000000");
  expect(refused).toMatchObject({
    exitCode: 1,
    output: expect.stringContaining("the ID of the lock of dev is not") as string,
  });
  expect((await readLock(s3(emulator), backend))?.ID).toBe(id);

  const freed = await state("unlock", "dev", id);
  expect(freed).toMatchObject({ exitCode: 0, output: expect.stringContaining("if it is still active") as string });
  expect((await state("lock", "dev")).output).toBe("the state of dev is not locked");
  expect(await stack.plan()).toEqual({ exitCode: 2, output: expect.stringContaining("1 to add") as string });
  await stack.release();
  await stack.apply();
  expect((await stack.plan()).exitCode).toBe(0);
});

test("a restore is refused while Terraform holds the lock, with its holder", async () => {
  await stack.setResources(2);
  await stack.apply();
  const [, first] = await listVersions(s3(emulator), backend);
  const { apply } = await startHeldApply();

  const refused = await state("restore", "dev", first?.versionId ?? "", "--auto-approve");
  expect(refused.exitCode).toBe(1);
  expect(refused.output).toContain("the state is locked by another run");
  expect(refused.output).toContain("OperationTypeApply");

  await stack.release();
  expect((await apply).exitCode).toBe(0);
  expect((await stack.plan()).exitCode).toBe(0);
});

test("our lock blocks Terraform, which reads its Lock Info, and is released", async () => {
  const client = s3(emulator);
  const plan = await withStateLock(client, backend, purpose, async () => stack.plan());
  expect(plan.exitCode).toBe(1);
  expect(plan.output).toMatch(
    /Lock Info:\n.*ID: +\S+\n.*Path: +my-terraform-state-dev\/eks-cluster\/terraform.tfstate\n/,
  );
  expect(plan.output).toContain("Operation: state-restore");
  expect(await readLock(client, backend)).toBeUndefined();
  expect((await stack.plan()).exitCode).toBe(0);
});

test("our lock is released when the work fails, but not if another run holds it by then", async () => {
  const client = s3(emulator);
  const failing = withStateLock(client, backend, purpose, async () => Promise.reject(new Error("no luck")));
  await expect(failing).rejects.toThrow("no luck");
  expect(await readLock(client, backend)).toBeUndefined();

  const theirs = { ID: "theirs", Operation: "OperationTypeApply", Who: "them@there", Created: "2026-01-01T00:00:00Z" };
  await withStateLock(client, backend, purpose, async () =>
    client.send(new PutObjectCommand({ Bucket: backend.bucket, Key: lockKey(backend), Body: JSON.stringify(theirs) })),
  );
  expect(await readLock(client, backend)).toMatchObject(theirs);
});

test.each(["SIGINT", "SIGTERM"] as const)("our lock is released on %s", async (signal) => {
  const holder = execa(process.execPath, ["--require", "./src/start.cjs", "__tests__/support/lock-holder.ts"], {
    ...untilItEnds,
    cwd: projectRoot,
    env: emulator.env,
  });
  while ((await readLock(s3(emulator), backend)) === undefined && holder.exitCode === null) await sleep(50);
  holder.kill(signal);
  expect(await holder).toMatchObject({
    exitCode: 1,
    all: expect.stringContaining(`interrupted by ${signal}`) as string,
  });
  expect(await readLock(s3(emulator), backend)).toBeUndefined();
});
