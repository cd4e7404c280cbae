import { rmSync } from "node:fs";
import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ToolFailure } from "../cli/command-error";
import { terraform } from "./processes";
import { type LineReaders, type Progress, runTerraform, type TerraformRun } from "./terraform-run";

const unchanged = { effect: "nothing was changed" } as const;

export interface PlanOptions extends TerraformRun {
  readonly stack: string;

  /** How long to wait for a lock, such as `10m`. */
  readonly lockTimeout: string;

  /**
   * Whether to plan the destruction of everything in the state.
   * @default - plan the configuration
   */
  readonly destroy?: boolean;

  /**
   * Whether to hold the lock of the state while planning.
   * @default - true
   */
  readonly lock?: boolean;

  /**
   * Receives the errors of Terraform, line by line, instead of everything that it prints.
   * @default - the progress of init, and errors, go where the operator reads them
   */
  readonly onError?: (line: string) => void;
}

/** A plan in a file. */
export interface SavedPlan {
  readonly file: string;

  /** The output of `terraform show -json`. It contains every secret of the state. */
  readonly json: unknown;
}

/**
 * Saves the plan of a stack to a file and passes it to `use`. A plan contains every secret of the state, so the file is
 * in a folder that only its owner can open, and is always deleted afterwards.
 *
 * @param use not called if there is nothing to do
 * @returns what `use` returns, or undefined if there is nothing to do
 * @throws CommandError when Terraform cannot initialize or plan
 */
export async function withSavedPlan<Result>(
  run: PlanOptions,
  use: (plan: SavedPlan) => Promise<Result>,
): Promise<Result | undefined> {
  return withPlan(run, async (file, hasChanges) =>
    hasChanges ? use({ file, json: await readPlan(run, file) }) : undefined,
  );
}

/**
 * The plan of a stack, for a reader: even without changes it tells what was changed outside Terraform.
 *
 * @returns whether there are changes, and the output of `terraform show -json`
 * @throws CommandError when Terraform cannot initialize or plan
 */
export async function planToRead(run: PlanOptions): Promise<{ hasChanges: boolean; json: unknown }> {
  return withPlan(run, async (file, hasChanges) => ({ hasChanges, json: await readPlan(run, file) }));
}

async function withPlan<Result>(
  run: PlanOptions,
  use: (file: string, hasChanges: boolean) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), "eks-platform-plan-"));
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", remove);
  try {
    await chmod(folder, 0o700);
    const file = path.join(folder, "plan");
    await initialize(run);
    return await use(file, await plan(run, file));
  } finally {
    remove();
    process.off("exit", remove);
  }
}

/** Ends when the last init has ended: two at once must not write to the same plugin cache. */
let initialized: Promise<unknown> = Promise.resolve();

/**
 * Uses the backend as it is synthesized now; never migrates state.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache
 */
async function initialize(run: PlanOptions): Promise<void> {
  const before = initialized.catch(() => undefined);
  const own = before.then(async () => runTerraform(["init", "-input=false", "-reconfigure"], run, errorsOf(run)));
  initialized = own;
  if ((await own) === 0) return;
  run.interruption.throwIfAborted();
  throw new ToolFailure("terraform init failed", "fix the cause that Terraform names above", unchanged);
}

/** The errors alone: a plan that fails prints what it planned until then, with every value. */
function errorsOf({ onError }: PlanOptions): LineReaders | undefined {
  return onError && { onLine: () => undefined, onError };
}

/**
 * The report tells what the plan does; of Terraform's own text only its waiting and its warnings remain, which come last,
 * before a ruler and where the plan is saved.
 */
function messagesOf(progress: Progress): (line: string) => void {
  let isWarning = false;
  return (line) => {
    isWarning = line.startsWith("Warning: ") || (isWarning && !line.startsWith("──"));
    if (isWarning || /^(Acquiring|Releasing) state lock/.test(line)) progress.write(`${line}\n`);
  };
}

async function plan(run: PlanOptions, planFile: string): Promise<boolean> {
  const mode = run.destroy ? ["-destroy"] : [];
  const lock = run.lock === false ? ["-lock=false"] : [`-lock-timeout=${run.lockTimeout}`];
  const args = ["plan", ...mode, "-input=false", "-detailed-exitcode", ...lock, `-out=${planFile}`];
  const exitCode = await runTerraform(args, run, errorsOf(run) ?? { onLine: messagesOf(run.progress) });
  if (exitCode === 0) return false;
  if (exitCode === 2) return true;
  run.interruption.throwIfAborted();
  const held = `if that is the lock, npm run state -- lock ${run.stack} shows who holds it (docs/runbook/two-at-once.md)`;
  throw new ToolFailure("terraform plan failed", `fix the cause that Terraform names above; ${held}`, unchanged);
}

async function readPlan(run: PlanOptions, planFile: string): Promise<unknown> {
  run.interruption.throwIfAborted();
  const show = await terraform(["show", "-json", planFile], { cwd: run.folder, stdin: "ignore", reject: false });
  if (show.exitCode !== 0) {
    run.interruption.throwIfAborted();
    const { onError } = run;
    if (onError) show.stderr.split("\n").forEach(onError);
    const cause = onError ? "terraform show failed" : `terraform show failed:\n${show.stderr}`;
    throw new ToolFailure(cause, "run the command again", unchanged);
  }
  return parsed(show.stdout);
}

/** The error of the parser would quote the plan. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new ToolFailure("terraform show printed no JSON", "run the command again", unchanged);
  }
}
