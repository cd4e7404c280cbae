import { existsSync } from "node:fs";
import { ToolFailure } from "../cli/command-error";
import type { S3BackendArguments } from "../remote-state/backend";
import { planLines, requireConfirmations, type StackCommand } from "../checks/confirmations";
import { emptyPlan, type PlanSummary } from "../terraform/plan";
import { howToSave, unsavedState } from "../checks/preflight";
import { type PlanOptions, withSavedPlan } from "../terraform/saved-plan";
import { runTerraform } from "../terraform/terraform-run";

/** How a run that is not stopped ends: a dry run ends with `planned` if there is something to apply. */
export type DeployOutcome = "applied" | "no-changes" | "planned";

export interface StackRun extends PlanOptions, StackCommand {
  readonly backend: S3BackendArguments;

  /** Stop after the checks. */
  readonly dryRun: boolean;

  /** Addresses of protected resources that may be destroyed. */
  readonly confirmedDestructions: readonly string[];

  /** Version of the state object to accept although an earlier version has a higher serial. */
  readonly acceptedVersion?: string;

  /** Receives what Terraform plans, before any of it is refused. */
  readonly onPlan: (plan: PlanSummary) => void;
}

/** The parts of handling a plan that differ between commands. */
export interface Handling {
  /** Refuses a plan by throwing. */
  readonly review: (plan: PlanSummary) => Promise<void>;

  /** Asks for approval, and refuses by throwing. */
  readonly approve: (plan: PlanSummary) => Promise<void>;

  /** The message when Terraform finds nothing to do. */
  readonly nothingToDo: string;
}

/**
 * Has Terraform plan a stack, and applies exactly that plan after checking it: the plan is saved, and Terraform refuses
 * it if the state has changed in the meantime.
 *
 * @throws CommandError when the run is refused or fails, with the next step
 */
export async function planAndApply(run: StackRun, handling: Handling): Promise<DeployOutcome> {
  const { progress, onPlan } = run;
  const report = (line: string) => void progress.write(`${line}\n`);
  const outcome = await withSavedPlan<DeployOutcome>(run, async (planFile, plan) => {
    onPlan(plan);
    for (const line of planLines(plan)) report(line);
    await handling.review(plan);
    if (!run.dryRun) {
      await handling.approve(plan);
      return apply(run, planFile);
    }
    report("dry run: nothing was applied");
    return "planned";
  });
  if (outcome) return outcome;
  onPlan(emptyPlan);
  requireConfirmations(run, emptyPlan, run.confirmedDestructions);
  report(handling.nothingToDo);
  return "no-changes";
}

async function apply(run: StackRun, planFile: string): Promise<"applied"> {
  const { stack, command, folder, interruption } = run;
  const args = ["apply", "-input=false", `-lock-timeout=${run.lockTimeout}`, planFile];
  const exitCode = await runTerraform(args, run);
  if (existsSync(unsavedState(folder))) {
    throw new ToolFailure(
      `Terraform could not save the state of ${stack} after it changed resources: the new state is in ${unsavedState(folder)}`,
      `keep that file, it is the only record; ${howToSave(stack, folder)}`,
    );
  }
  if (exitCode === 0) return "applied";
  interruption.throwIfAborted();
  throw new ToolFailure(
    `terraform apply of ${command === "destroy" ? "the destruction of " : ""}${stack} failed`,
    "completed changes are in the state; fix the cause that Terraform names above and run the command again",
  );
}
