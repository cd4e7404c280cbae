import { withoutEnding } from "../cli/interruption";
import { readableLines } from "./cdktf-output";
import { terraform } from "./processes";

/**
 * Where a run writes its progress, including Terraform's output: standard error if the answer goes to standard output.
 */
export type Progress = typeof process.stdout | typeof process.stderr;

const atWork =
  "Terraform is at work: it finishes its operations, saves the state and releases the lock, then the command ends";

export interface TerraformRun {
  /** Folder of the configuration. */
  readonly folder: string;

  /** When aborted, Terraform finishes its current operations, saves its state, releases the lock and ends. */
  readonly interruption: AbortSignal;
  readonly progress: Progress;
}

/** Where the output of a run goes, line by line. */
export interface LineReaders {
  /** @default - the progress stream */
  readonly onLine?: (line: string) => void;

  /** @default - standard error */
  readonly onError?: (line: string) => void;
}

/**
 * Runs Terraform in its own session, where neither a terminal nor a terminating parent can signal it: it receives an
 * interruption once, from here.
 *
 * @returns its exit code
 * @throws the reason of the interruption if that came before Terraform started
 */
export async function runTerraform(
  args: readonly string[],
  run: TerraformRun,
  { onLine, onError }: LineReaders = {},
): Promise<number> {
  run.interruption.throwIfAborted();
  const color = run.progress.isTTY && !onLine ? [] : ["-no-color"];
  const [subcommand = "", ...rest] = args;
  const child = terraform([subcommand, ...color, ...rest], {
    cwd: run.folder,
    stdin: "ignore",
    stdout: onLine ? "pipe" : run.progress.fd,
    stderr: onError ? "pipe" : "inherit",
    reject: false,
    detached: true,
  });
  if (onLine) child.stdout?.on("data", readableLines(onLine));
  if (onError) child.stderr?.on("data", readableLines(onError));
  const interrupt = () => child.kill("SIGINT");
  run.interruption.addEventListener("abort", interrupt, { once: true });
  try {
    return await withoutEnding(atWork, async () => (await child).exitCode ?? 1);
  } finally {
    run.interruption.removeEventListener("abort", interrupt);
  }
}
