import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { projectRoot } from "../src/commands/cli/project";
import { emulatorVersions } from "../src/target/emulator";
import { emulatorEnvironment, launcherEnvironment } from "./environment";
import { installEmulator } from "./install";
import { downloadFolder } from "./python-packages";
import { findProviderMirror, linkForBothRegistries, mirrorServes } from "./provider-mirror";
import { type JudgedCall, readCalls } from "./record";
import { downloadProvider, mirrorConfiguration } from "./terraform-cli-config";

/** How to start an emulator. */
export interface EmulatorOptions {
  /**
   * Leave the emulator running when this process ends.
   * @default - false: it ends with this process, however this process ends
   */
  readonly keep?: boolean;

  /**
   * Account of the caller's credentials, 12 digits.
   * @default - 123456789012
   */
  readonly accountId?: string;

  /**
   * Region of the caller.
   * @default - ap-northeast-1
   */
  readonly region?: string;

  /**
   * Port on 127.0.0.1.
   * @default - a free one
   */
  readonly port?: number;

  /**
   * Folder that preserves the created resources across a stop, so that another emulator can start with them.
   * @default - everything is deleted when it stops
   */
  readonly dataFolder?: string;

  /**
   * Whether each call of a user or role is recorded, checked against its API model and judged as IAM would, and refused as
   * AWS refuses it. The built-in credentials, whose access key ID is an account ID, are exempt.
   * @default - false
   */
  readonly judged?: boolean;

  /**
   * Program that judges, a file that tsx can run.
   * @default - emulator/referee/command.ts
   */
  readonly referee?: string;
}

/** A running AWS emulator. */
export interface Emulator {
  readonly endpoint: string;
  readonly port: number;
  readonly pid: number;

  /** Working folder: configuration, log and data. */
  readonly folder: string;
  readonly logFile: string;

  /** Environment variables for programs that must use only the emulator: the AWS SDKs, Terraform and CDKTF. */
  readonly env: Readonly<Record<string, string>>;

  /** The judged calls, in the order of their responses; none unless the emulator is `judged`. */
  calls(): Promise<JudgedCall[]>;

  /** Shell command that stops it if it is kept running. */
  readonly stopCommand: string;

  /** Stops it and removes its working folder. `keepLog` leaves only the log file in it. */
  stop(options?: { readonly keepLog?: boolean }): Promise<void>;
}

const secondsToStart = 60;
const secondsToStop = 10;

/**
 * Starts an AWS emulator on this machine, on its own port, and waits until it responds. It ends when this process ends,
 * even if killed, unless `keep` is set. Ctrl-C does not reach it, so that an interrupted Terraform can still release
 * its lock.
 *
 * @throws CommandError when Python, Terraform's provider or the emulator's packages are not available
 * @throws with the end of the log when the emulator does not start
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const python = await installEmulator();
  const providers = await providerMirror();
  const folder = await mkdtemp(path.join(tmpdir(), "eks-platform-emulator-"));
  const mirror = await linkForBothRegistries(providers, path.join(folder, "providers"), emulatorVersions.awsProvider);
  const { accountId = "123456789012", region = "ap-northeast-1" } = options;
  const cliConfigFile = path.join(folder, "terraform.tfrc");
  const logFile = path.join(folder, "emulator.log");
  await writeFile(cliConfigFile, mirrorConfiguration(mirror));
  await mkdir(path.join(folder, "tmp"));

  const launcher = launch(python, { ...options, accountId, region, folder, logFile });
  const stop = stopper(launcher, folder, logFile);
  try {
    const port = await untilReady(launcher, folder);
    const endpoint = `http://127.0.0.1:${port}`;
    const context = { accountId, region, endpoint, folder, cliConfigFile, providerLockMirror: await lockable(mirror) };
    const env = emulatorEnvironment(context, process.env);
    const pid = launcher.pid ?? 0;
    const calls = () => readCalls(folder);
    return { endpoint, port, pid, folder, logFile, env, calls, stop, stopCommand: `kill ${pid}` };
  } catch (error) {
    const log = await readFile(logFile, "utf8");
    await stop();
    throw new Error(`the AWS emulator did not start:\n${log.split("\n").slice(-20).join("\n")}`, { cause: error });
  }
}

/** The folder that serves the AWS provider to emulator runs; if there is none, the provider is downloaded once. */
async function providerMirror(): Promise<string> {
  const constraint = emulatorVersions.awsProvider;
  return (await findProviderMirror(constraint)) ?? (await downloadProvider(constraint, downloadFolder));
}

async function lockable(mirror: string): Promise<string | undefined> {
  return (await mirrorServes(mirror, emulatorVersions.awsProvider, "linux_amd64")) ? mirror : undefined;
}

type LaunchOptions = EmulatorOptions & { accountId: string; region: string; folder: string; logFile: string };

function launch(python: string, options: LaunchOptions): ChildProcess {
  const log = openSync(options.logFile, "a");
  const script = path.join(projectRoot, "emulator", "launcher.py");
  const judging = options.judged ? ["--referee", JSON.stringify(refereeCommand(options.referee))] : [];
  const keeping = options.keep ? ["--keep"] : [];
  const args = ["--folder", options.folder, "--port", String(options.port ?? 0), ...keeping, ...judging];
  const launcher = spawn(python, ["-u", "-B", script, ...args], {
    env: launcherEnvironment(options, process.env),
    stdio: [options.keep ? "ignore" : "pipe", log, log],
    detached: true,
  });
  closeSync(log);
  letThisProcessEnd(launcher);
  return launcher;
}

function refereeCommand(program = path.join(projectRoot, "emulator", "referee", "command.ts")): string[] {
  return [process.execPath, "--import", pathToFileURL(require.resolve("tsx")).href, program];
}

/** Neither the emulator nor the pipe through which it detects the end of this process keeps Node running. */
function letThisProcessEnd(launcher: ChildProcess): void {
  launcher.unref();
  if (launcher.stdin instanceof Socket) launcher.stdin.unref();
}

function hasEnded(launcher: ChildProcess): boolean {
  return launcher.exitCode !== null || launcher.signalCode !== null;
}

function stopper(launcher: ChildProcess, folder: string, logFile: string): Emulator["stop"] {
  return async ({ keepLog = false } = {}) => {
    await end(launcher);
    const log = keepLog ? await readFile(logFile) : undefined;
    await rm(folder, { recursive: true, force: true });
    if (!log) return;
    await mkdir(folder);
    await writeFile(logFile, log);
  };
}

async function end(launcher: ChildProcess): Promise<void> {
  if (hasEnded(launcher)) return;
  launcher.ref();
  const ended = once(launcher, "exit");
  launcher.kill("SIGTERM");
  const impatience = setTimeout(() => launcher.kill("SIGKILL"), secondsToStop * 1000);
  await ended;
  clearTimeout(impatience);
}

async function untilReady(launcher: ChildProcess, folder: string): Promise<number> {
  const deadline = Date.now() + secondsToStart * 1000;
  while (Date.now() < deadline && !hasEnded(launcher)) {
    const port = Number(await readFile(path.join(folder, "port"), "utf8").catch(() => "0"));
    if (port && (await answers(port))) return port;
    await sleep(25);
  }
  throw new Error(launcher.exitCode === null ? `no answer in ${secondsToStart} s` : `exit code ${launcher.exitCode}`);
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/_ministack/health`)).ok;
  } catch {
    return false;
  }
}
