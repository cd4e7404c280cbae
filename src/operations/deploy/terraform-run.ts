import { terraform } from "../processes";

/** Where a run tells what happens, Terraform's part included: beside the answer where that goes to standard output. */
export type Progress = typeof process.stdout | typeof process.stderr;

export interface TerraformRun {
  /** Folder of the configuration. */
  readonly folder: string;

  /** Lets Terraform finish what it is doing, save its state and release the lock; it does no more after that. */
  readonly interruption: AbortSignal;
  readonly progress: Progress;
}

/**
 * Runs Terraform in a session of its own, where no terminal and no dying parent can signal it: it hears of an
 * interruption once, from here. What it prints goes to the progress, errors to standard error.
 *
 * @returns its exit code
 * @throws the interruption's reason when that came before it was started
 */
export async function runTerraform(args: readonly string[], run: TerraformRun): Promise<number> {
  run.interruption.throwIfAborted();
  const color = run.progress.isTTY ? [] : ["-no-color"];
  const [subcommand = "", ...rest] = args;
  const child = terraform([subcommand, ...color, ...rest], {
    cwd: run.folder,
    stdin: "ignore",
    stdout: run.progress.fd,
    stderr: "inherit",
    reject: false,
    detached: true,
  });
  const interrupt = () => child.kill("SIGINT");
  run.interruption.addEventListener("abort", interrupt, { once: true });
  try {
    return (await child).exitCode ?? 1;
  } finally {
    run.interruption.removeEventListener("abort", interrupt);
  }
}
