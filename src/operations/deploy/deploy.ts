import { existsSync } from "node:fs";
import { CommandError } from "../command-error";
import type { S3BackendArguments } from "../state/backend";
import { stateClient } from "../state/backend";
import { askForApproval } from "./approval";
import { planLines, requireConfirmations } from "./confirmations";
import { refuseExistingClusters } from "./existing-cluster";
import type { PlanSummary } from "./plan";
import { howToSave, preflight, unsavedState } from "./preflight";
import { withSavedPlan } from "./saved-plan";
import { runTerraform } from "./terraform-run";

export interface DeployOptions {
  readonly stack: string;

  /** Folder that the stack is synthesized to. */
  readonly folder: string;
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

  /** Ends the deploy as soon as Terraform can leave things in order. */
  readonly interruption: AbortSignal;

  /** Told what happens, a line each. */
  readonly report: (line: string) => void;
}

/**
 * Deploys one stack after refusing what `cdktf deploy` would do silently. What was checked is what is applied: the plan is
 * saved, looked at, and applied as it is, and Terraform refuses it when the state has changed in between.
 *
 * @throws CommandError for whatever is refused or fails, with what to do about it
 */
export async function deploy(options: DeployOptions): Promise<void> {
  const { stack, backend, report } = options;
  await preflight({ ...options, client: stateClient(backend) });
  const changed = await withSavedPlan(options, options.lockTimeout, async (planFile, plan) => {
    await review(options, plan);
    if (options.dryRun) report("dry run: nothing was applied");
    else await apply(options, planFile);
  });
  if (!changed) report(`${stack} is as the code says, there is nothing to apply`);
}

async function review(options: DeployOptions, plan: PlanSummary): Promise<void> {
  const { stack, backend, report } = options;
  for (const line of planLines(plan)) report(line);
  requireConfirmations(stack, plan, options.confirmedDestructions);
  await refuseExistingClusters(stack, backend, plan);
}

async function apply(options: DeployOptions, planFile: string): Promise<void> {
  const { stack, folder, interruption } = options;
  if (!options.autoApprove) await askForApproval(stack, interruption);
  const args = ["apply", "-input=false", `-lock-timeout=${options.lockTimeout}`, planFile];
  const exitCode = await runTerraform(args, options);
  if (existsSync(unsavedState(folder))) {
    throw new CommandError(
      `Terraform could not save the state of ${stack} after it had changed things: what it knows is in ${unsavedState(folder)}`,
      `keep that file, it is the only record; ${howToSave(stack, folder)}`,
    );
  }
  if (exitCode === 0) return;
  interruption.throwIfAborted();
  throw new CommandError(
    `terraform apply of ${stack} failed`,
    "what was done is in the state; mend the cause that Terraform names above and run the command again",
  );
}
