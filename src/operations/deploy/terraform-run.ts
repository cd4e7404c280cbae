import { terraform } from "../processes";

export interface TerraformRun {
  /** Folder of the configuration. */
  readonly folder: string;

  /** Lets Terraform finish what it is doing, save its state and release the lock; it does no more after that. */
  readonly interruption: AbortSignal;
}

/**
 * Runs Terraform in a session of its own, where no terminal and no dying parent can signal it: it hears of an
 * interruption once, from here. What it prints goes where this process prints to.
 *
 * @returns its exit code
 * @throws the interruption's reason when that came before it was started
 */
export async function runTerraform(args: readonly string[], run: TerraformRun): Promise<number> {
  run.interruption.throwIfAborted();
  const color = process.stdout.isTTY ? [] : ["-no-color"];
  const [subcommand = "", ...rest] = args;
  const child = terraform([subcommand, ...color, ...rest], {
    cwd: run.folder,
    stdin: "ignore",
    stdout: "inherit",
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
