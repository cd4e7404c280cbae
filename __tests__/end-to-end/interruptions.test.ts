import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import type { Emulator } from "../../emulator/emulator";
import { readLock } from "../../src/commands/remote-state/lock";
import { startBootstrapped } from "../support/bootstrapped";
import { s3 } from "../support/checkout";
import { startFaultyAws } from "../support/faulty-aws";
import { printed, startNpmScript } from "../support/operation";
import { plansIn } from "../support/saved-plans";
import { SmallStack } from "../support/small-stack";
import { asSynthesized } from "../support/synthesized-stack";

const backend = { bucket: "my-terraform-state-dev", key: "eks-cluster/terraform.tfstate", region: "ap-northeast-1" };

let emulator: Emulator;
let stack: SmallStack;
let outdir: string;

/** Folder of the run's temporary files, and of programs that stand in for others. */
let folder: string;
let leftovers: (() => Promise<void>)[];

beforeEach(async () => {
  emulator = (await startBootstrapped()).deployer;
  leftovers = [async () => emulator.stop()];
  stack = await SmallStack.create(emulator, { environment: "dev" });
  leftovers.push(async () => stack.remove());
  outdir = await asSynthesized(stack, "dev");
  folder = await mkdtemp(path.join(tmpdir(), "interruption-"));
  for (const made of [outdir, folder]) leftovers.push(async () => rm(made, { recursive: true, force: true }));
});

afterEach(async () => {
  for (const remove of leftovers.reverse()) await remove();
});

function start(env: NodeJS.ProcessEnv, ...args: string[]) {
  const as = { env: { ...emulator.env, TMPDIR: folder, ...env } };
  return startNpmScript(as, "deploy", "dev", "--output", outdir, "--auto-approve", "--json", ...args);
}

/** Processes that name a folder of the run: the command and npm by its arguments, Terraform by its plan. */
async function processesOfTheRun(): Promise<string[]> {
  const { stdout } = await execa`ps -e -ww -o args=`;
  return stdout.split("\n").filter((line) => line.includes(outdir) || line.includes(folder));
}

/** A program that does what Ctrl-C does in a terminal, to all that run in the foreground, and then goes on as told. */
async function pressingCtrlC(name: string, script: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

test("npm run deploy, if npm receives a signal, lets Terraform save the state and release the lock, and leaves no plan and no process", async () => {
  await stack.addHeldResource();
  const run = start({}, "--skip-synth");
  await printed(run, "terraform_data.held: Creating");
  expect(await plansIn(folder)).toHaveLength(1);
  expect(await processesOfTheRun()).toContainEqual(expect.stringContaining("terraform apply"));
  run.kill("SIGTERM");
  // Terraform still has to save the state and release the lock: npm, which waits for the command, passes the second signal on.
  await printed(run, "Interrupt received");
  run.kill("SIGINT");
  const { exitCode, all, stdout } = await run;

  expect({ exitCode, all }).toEqual({ exitCode: 1, all: expect.stringContaining("interrupted by SIGTERM") as string });
  expect(JSON.parse(stdout)).toMatchObject({ outcome: "interrupted", message: "interrupted by SIGTERM" });
  expect(all).not.toContain("Two interrupts received");
  expect(await plansIn(folder)).toEqual([]);
  expect(await processesOfTheRun()).toEqual([]);
  expect(await readLock(s3(emulator), backend)).toBeUndefined();
  await stack.release();
  expect(await start({}, "--skip-synth")).toMatchObject({ exitCode: 0 });
});

test.each(["SIGINT", "SIGTERM"] as const)("an S3 that never answers is left with one %s", async (signal) => {
  const hanging = await startFaultyAws(() => undefined);
  leftovers.push(async () => hanging.stop());
  const run = start({ AWS_ENDPOINT_URL_S3: hanging.env.AWS_ENDPOINT_URL }, "--skip-synth");
  while (hanging.requests.length === 0) await sleep(50);
  run.kill(signal);
  const { exitCode, stdout, stderr } = await run;

  expect(hanging.requests).toEqual([...new Set(hanging.requests)]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`${signal}: the command ends; a second signal ends it at once`);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: "interrupted", message: `interrupted by ${signal}` });
  expect(await processesOfTheRun()).toEqual([]);
});

test("Ctrl-C while the plan is read is an interruption", async () => {
  const terraform = await pressingCtrlC("terraform", `[ "$1" = show ] && kill -INT 0\nexec terraform "$@"`);
  const { exitCode, stdout } = await start({ TERRAFORM_BINARY_NAME: terraform }, "--skip-synth");

  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: "interrupted", message: "interrupted by SIGINT" });
  expect(await plansIn(folder)).toEqual([]);
});

test("Ctrl-C while CDKTF synthesizes is an interruption", async () => {
  const app = `case "$*" in *main.ts) kill -INT 0 ;; esac`;
  await pressingCtrlC("node", `${app}\nexec ${process.execPath} "$@"`);
  const { exitCode, stdout } = await start({ PATH: `${folder}:${process.env.PATH ?? ""}` });

  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: "interrupted", message: "interrupted by SIGINT" });
});
