import path from "node:path";
import { execa, type Options, type ResultPromise } from "execa";
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

/** How a command runs a tool until it ends. */
export interface ToolRun {
  /**
   * Receives the output, line by line.
   * @default - no output unless the tool fails
   */
  readonly onLine?: (line: string) => void;

  /**
   * The signal that also ends the tool when it comes from a terminal.
   * @default - an interruption counts as a failure
   */
  readonly interruption?: AbortSignal;

  /** @default - fix the cause, then run the command again */
  readonly nextStep?: string;
}

export interface CdktfRun extends ToolRun {
  /** Folder to synthesize into. */
  readonly outdir: string;

  /**
   * Environment variables besides those of this process.
   * @default - none
   */
  readonly env?: NodeJS.ProcessEnv;
}

export const streamed = { all: true, reject: false, stdin: "ignore" } as const;

/**
 * Runs CDKTF until it ends.
 *
 * @returns its output in readable lines
 * @throws ToolFailure with the output of CDKTF, or the reason of the interruption if that came first
 */
export async function runCdktf(args: readonly string[], { outdir, env, ...run }: CdktfRun): Promise<string> {
  return ended(cdktf([...args, "--output", outdir], { env, ...streamed }), `cdktf ${args.join(" ")}`, run);
}

/**
 * Runs Terraform in a folder until it ends.
 *
 * @returns its output in readable lines
 * @throws ToolFailure with Terraform's errors
 */
export async function runTerraformIn(folder: string, args: readonly string[], run: ToolRun): Promise<string> {
  return ended(terraform(args, { cwd: folder, ...streamed }), `terraform ${args[0] ?? ""}`, run);
}

/**
 * Waits until a tool ends.
 *
 * @returns its output in readable lines
 * @throws ToolFailure with the tool's errors, or the reason of the interruption if that came first
 */
export async function ended(
  command: ResultPromise<typeof streamed>,
  title: string,
  { onLine, interruption, nextStep = "fix the cause, then run the command again" }: ToolRun,
): Promise<string> {
  if (onLine) command.all.on("data", readableLines(onLine));
  const { exitCode, all } = await command;
  if (exitCode === 0) return readable(all);
  interruption?.throwIfAborted();
  throw new ToolFailure(`${title} failed:\n${failureOf(all)}`, nextStep);
}

/** Runs Terraform itself. */
export function terraform<T extends Options>(args: readonly string[], options: T) {
  return execa(terraformBinary(options.env), args, options);
}
