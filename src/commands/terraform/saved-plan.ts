import { rmSync } from "node:fs";
import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ToolFailure } from "../cli/command-error";
import { terraform } from "./processes";
import { summarizePlan, type PlanSummary } from "./plan";
import { runTerraform, type TerraformRun } from "./terraform-run";

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
}

/**
 * Saves the plan of a stack to a file and passes that file to `use`. A plan contains every secret of the state, so the
 * file is in a folder that only its owner can open, and is always deleted afterwards.
 *
 * @param use not called if there is nothing to do
 * @returns what `use` returns, or undefined if there is nothing to do
 * @throws CommandError when Terraform cannot initialize or plan
 */
export async function withSavedPlan<Result>(
  run: PlanOptions,
  use: (planFile: string, summary: PlanSummary) => Promise<Result>,
): Promise<Result | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), "eks-platform-plan-"));
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", remove);
  try {
    await chmod(folder, 0o700);
    const planFile = path.join(folder, "plan");
    await initialize(run);
    if (!(await plan(run, planFile))) return undefined;
    return await use(planFile, await readPlan(run, planFile));
  } finally {
    remove();
    process.off("exit", remove);
  }
}

/** Uses the backend as it is synthesized now; never migrates state. */
async function initialize(run: TerraformRun): Promise<void> {
  if ((await runTerraform(["init", "-input=false", "-reconfigure"], run)) === 0) return;
  run.interruption.throwIfAborted();
  throw new ToolFailure("terraform init failed", "fix the cause that Terraform names above", unchanged);
}

async function plan(run: PlanOptions, planFile: string): Promise<boolean> {
  const mode = run.destroy ? ["-destroy"] : [];
  const timeout = `-lock-timeout=${run.lockTimeout}`;
  const args = ["plan", ...mode, "-input=false", "-detailed-exitcode", timeout, `-out=${planFile}`];
  const exitCode = await runTerraform(args, run);
  if (exitCode === 0) return false;
  if (exitCode === 2) return true;
  run.interruption.throwIfAborted();
  const held = `if that is the lock, npm run state -- lock ${run.stack} shows who holds it (docs/runbook/two-at-once.md)`;
  throw new ToolFailure("terraform plan failed", `fix the cause that Terraform names above; ${held}`, unchanged);
}

async function readPlan(run: TerraformRun, planFile: string): Promise<PlanSummary> {
  run.interruption.throwIfAborted();
  const show = await terraform(["show", "-json", planFile], { cwd: run.folder, stdin: "ignore", reject: false });
  if (show.exitCode !== 0) {
    run.interruption.throwIfAborted();
    throw new ToolFailure(`terraform show failed:\n${show.stderr}`, "run the command again", unchanged);
  }
  return summarizePlan(JSON.parse(show.stdout));
}
