import path from "node:path";
import { execa, type Options } from "execa";
import { terraformBinary } from "../../target/terraform-binary";
import { ToolFailure } from "../cli/command-error";
import { projectRoot } from "../cli/project";
import { failureOf, readable, readableLines } from "./cdktf-output";

/** The CDKTF CLI of this project. */
export const cdktfBinary = path.join(projectRoot, "node_modules", "cdktf-cli", "bundle", "bin", "cdktf");

/** Runs the project's own CDKTF CLI, as `npx cdktf` does, without the lookup. */
export function cdktf<T extends Options>(args: readonly string[], options: T) {
  return execa(process.execPath, [cdktfBinary, ...args], { cwd: projectRoot, ...options });
}

/** How a command runs CDKTF. */
export interface CdktfRun {
  /** Folder to synthesize into. */
  readonly outdir: string;

  /**
   * Receives the output, line by line.
   * @default - no output unless CDKTF fails
   */
  readonly onLine?: (line: string) => void;

  /**
   * Environment variables besides those of this process.
   * @default - none
   */
  readonly env?: NodeJS.ProcessEnv;

  /**
   * The signal that also ends CDKTF when it comes from a terminal.
   * @default - an interruption counts as a failure
   */
  readonly interruption?: AbortSignal;

  /** @default - fix the cause, then run the command again */
  readonly nextStep?: string;
}

/**
 * Runs CDKTF until it ends.
 *
 * @returns its output in readable lines
 * @throws ToolFailure with the output of CDKTF, or the reason of the interruption if that came first
 */
export async function runCdktf(args: readonly string[], run: CdktfRun): Promise<string> {
  const { outdir, onLine, env, interruption, nextStep = "fix the cause, then run the command again" } = run;
  const command = cdktf([...args, "--output", outdir], { env, all: true, reject: false, stdin: "ignore" });
  if (onLine) command.all.on("data", readableLines(onLine));
  const { exitCode, all } = await command;
  if (exitCode === 0) return readable(all);
  interruption?.throwIfAborted();
  throw new ToolFailure(`cdktf ${args.join(" ")} failed:\n${failureOf(all)}`, nextStep);
}

/** Runs Terraform itself. */
export function terraform<T extends Options>(args: readonly string[], options: T) {
  return execa(terraformBinary(options.env), args, options);
}
