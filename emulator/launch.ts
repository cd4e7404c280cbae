import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectRoot } from "../src/commands/cli/project";
import { launcherEnvironment } from "./environment";

/** `EmulatorOptions`, with account and region, and with the files of this run. */
export interface LaunchOptions {
  readonly accountId: string;
  readonly region: string;
  readonly folder: string;
  readonly logFile: string;
  readonly keep?: boolean;
  readonly port?: number;
  readonly dataFolder?: string;
  readonly judged?: boolean;
  readonly referee?: string;
}

/**
 * Starts `launcher.py` in its own process group.
 *
 * @param python the Python in whose environment the emulator is installed
 */
export function launch(python: string, options: LaunchOptions): ChildProcess {
  const log = openSync(options.logFile, "a");
  const script = path.join(projectRoot, "emulator", "launcher.py");
  const launcher = spawn(python, ["-u", "-B", script, ...launcherArguments(options)], {
    env: launcherEnvironment(options, process.env),
    stdio: [options.keep ? "ignore" : "pipe", log, log],
    detached: true,
  });
  closeSync(log);
  letThisProcessEnd(launcher);
  return launcher;
}

function launcherArguments({ folder, port = 0, keep, judged, referee }: LaunchOptions): string[] {
  const judging = judged ? ["--referee", JSON.stringify(refereeCommand(referee))] : [];
  return ["--folder", folder, "--port", String(port), ...(keep ? ["--keep"] : []), ...judging];
}

/** The emulator has a temporary folder of its own; in this process's, TypeScript is already translated. */
function refereeCommand(program = path.join(projectRoot, "emulator", "referee", "command.ts")): string[] {
  const start = path.join(projectRoot, "src", "start.cjs");
  return ["env", `TMPDIR=${tmpdir()}`, process.execPath, "--require", start, program];
}

/** Neither the emulator nor the pipe through which it detects the end of this process keeps Node running. */
function letThisProcessEnd(launcher: ChildProcess): void {
  launcher.unref();
  if (launcher.stdin instanceof Socket) launcher.stdin.unref();
}
