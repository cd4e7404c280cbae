import { existsSync } from "node:fs";
import { ToolFailure } from "../command-error";
import type { S3BackendArguments } from "../state/backend";
import { stateClient } from "../state/backend";
import { askForApproval } from "./approval";
import { planLines, requireConfirmations } from "./confirmations";
import { refuseExistingClusters } from "./existing-cluster";
import { emptyPlan, type PlanSummary } from "./plan";
import { howToSave, preflight, unsavedState } from "./preflight";
import { withSavedPlan } from "./saved-plan";
import { runTerraform, type TerraformRun } from "./terraform-run";

/** How a deploy ends that nothing stops: `planned` is what a dry run ends with where there is something to apply. */
export type Ending = "applied" | "no-changes" | "planned";

export interface DeployOptions extends TerraformRun {
  readonly stack: string;
  readonly backend: S3BackendArguments;

  /** Apply without asking. */
  readonly autoApprove: boolean;

  /** Stop after the checks. */
  readonly dryRun: boolean;

  /** How long to wait for a lock, such as `10m`. */
  readonly lockTimeout: string;

  /** Addresses of protected resources that may be destroyed. */
  readonly confirmedDestructions: readonly string[];

  /** Version of the state object that is right although an earlier one is newer. */
  readonly acceptedVersion?: string;

  /** Told what Terraform plans, before anything of it is refused. */
  readonly onPlan: (plan: PlanSummary) => void;
}

/**
 * Deploys one stack after refusing what `cdktf deploy` would do silently. What was checked is what is applied: the plan is
 * saved, looked at, and applied as it is, and Terraform refuses it when the state has changed in between.
 *
 * @throws CommandError for whatever is refused or fails, with what to do about it
 */
export async function deploy(options: DeployOptions): Promise<Ending> {
  const { stack, progress, onPlan } = options;
  const report = (line: string) => void progress.write(`${line}\n`);
  await preflight({ ...options, client: stateClient(options.backend), report });
  const ending = await withSavedPlan<Ending>(options, options.lockTimeout, async (planFile, plan) => {
    onPlan(plan);
    for (const line of planLines(plan)) report(line);
    await review(options, plan);
    if (!options.dryRun) return apply(options, planFile);
    report("dry run: nothing was applied");
    return "planned";
  });
  if (ending) return ending;
  onPlan(emptyPlan);
  requireConfirmations(stack, emptyPlan, options.confirmedDestructions);
  report(`${stack} is as the code says, there is nothing to apply`);
  return "no-changes";
}

async function review({ stack, backend, confirmedDestructions }: DeployOptions, plan: PlanSummary): Promise<void> {
  requireConfirmations(stack, plan, confirmedDestructions);
  await refuseExistingClusters(stack, backend, plan);
}

async function apply(options: DeployOptions, planFile: string): Promise<"applied"> {
  const { stack, folder, interruption } = options;
  if (!options.autoApprove) await askForApproval(stack, options);
  const args = ["apply", "-input=false", `-lock-timeout=${options.lockTimeout}`, planFile];
  const exitCode = await runTerraform(args, options);
  if (existsSync(unsavedState(folder))) {
    throw new ToolFailure(
      `Terraform could not save the state of ${stack} after it had changed things: what it knows is in ${unsavedState(folder)}`,
      `keep that file, it is the only record; ${howToSave(stack, folder)}`,
    );
  }
  if (exitCode === 0) return "applied";
  interruption.throwIfAborted();
  throw new ToolFailure(
    `terraform apply of ${stack} failed`,
    "what was done is in the state; mend the cause that Terraform names above and run the command again",
  );
}
