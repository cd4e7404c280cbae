import { existsSync } from "node:fs";
import { allowedAccount } from "../checks/account";
import { checkConfirmations } from "../checks/confirmations";
import { enforce, preflight, type PreflightRun } from "../checks/enforce";
import { howToSave, unsavedState } from "../checks/local-state";
import { onPlan } from "../checks/preconditions";
import { ToolFailure } from "../cli/command-error";
import { printableLines } from "../cli/printable";
import { planReport } from "../plan-report/plan-report";
import { planLines } from "../plan-report/render/text";
import type { StackReport } from "../plan-report/report";
import type { Preflight } from "../checks/subject";
import type { StateObject } from "../remote-state/state-object";
import { emptyPlan, type PlanSummary, summarizePlan } from "../terraform/plan";
import { type PlanOptions, withSavedPlan } from "../terraform/saved-plan";
import { runTerraform } from "../terraform/terraform-run";
import { checkReviewed } from "./reviewed";
import { readSources } from "./sources";
import { stackReport } from "./stack-report";

/** How a run that is not stopped ends: a dry run ends with `planned` if there is something to apply. */
export type DeployOutcome = "applied" | "no-changes" | "planned";

export interface StackRun extends PlanOptions, PreflightRun {
  /** Stop after the checks. */
  readonly dryRun: boolean;

  /** Addresses of protected resources that may be destroyed. */
  readonly confirmedDestructions: readonly string[];

  /**
   * What `--reviewed` names: the fingerprint of a review, or the file with its report.
   * @default - the plan needs no review
   */
  readonly reviewed?: string;

  /** Receives what Terraform plans, before any of it is refused. */
  readonly onPlan: (plan: PlanSummary) => void;
}

/** What differs between the commands that plan and apply. */
export interface Handling {
  /** Asks for approval, and refuses by throwing. */
  readonly approve: (plan: PlanSummary) => Promise<void>;

  /** The message when Terraform finds nothing to do in this state. */
  readonly nothingToDo: (object: StateObject | undefined) => string;
}

/**
 * Has Terraform plan a stack, and applies exactly that plan after checking it: the plan is saved, and Terraform refuses
 * it if the state has changed in the meantime.
 *
 * @throws CommandError when a precondition is not met or the run fails, with the next step
 */
export async function planAndApply(run: StackRun, { approve, nothingToDo }: Handling): Promise<DeployOutcome> {
  const report = (line: string) => void run.progress.write(`${printableLines(line)}\n`);
  const checked = await preflight(run, report);
  const { confirmedDestructions } = run;
  const outcome = await withSavedPlan<DeployOutcome>(run, async ({ file, json }) => {
    const plan = summarizePlan(json);
    run.onPlan(plan);
    const told = await reviewedReport(run, json, checked);
    for (const line of planLines(told)) report(line);
    if (run.reviewed !== undefined) for (const note of checkReviewed(run.reviewed, told)) report(note);
    await enforce(onPlan, { ...checked, plan, confirmedDestructions }, report);
    if (!run.dryRun) {
      await approve(plan);
      return apply(run, file);
    }
    report("dry run: nothing was applied");
    return "planned";
  });
  if (outcome) return outcome;
  run.onPlan(emptyPlan);
  checkConfirmations({ ...run, plan: emptyPlan });
  report(nothingToDo((await checked.state()).found));
  return "no-changes";
}

/** What review would tell about the plan. */
async function reviewedReport(run: StackRun, json: unknown, { state }: Preflight): Promise<StackReport> {
  const { stack, backend } = run;
  const place = { account: allowedAccount(backend), region: backend.region };
  return stackReport({
    stack,
    plan: planReport(json, place),
    state: (await state()).found,
    sources: await readSources(),
  });
}

async function apply(run: StackRun, planFile: string): Promise<"applied"> {
  const { stack, command, folder, interruption } = run;
  const args = ["apply", "-input=false", `-lock-timeout=${run.lockTimeout}`, planFile];
  const exitCode = await runTerraform(args, run);
  if (existsSync(unsavedState(folder))) {
    throw new ToolFailure(
      `Terraform could not save the state of ${stack} after it changed resources: the new state is in ${unsavedState(folder)}`,
      `keep that file, it is the only record; ${howToSave(stack, folder)}`,
      { runbook: "docs/runbook/state-not-saved.md" },
    );
  }
  if (exitCode === 0) return "applied";
  interruption.throwIfAborted();
  throw new ToolFailure(
    `terraform apply of ${command === "destroy" ? "the destruction of " : ""}${stack} failed`,
    "completed changes are in the state; fix the cause that Terraform names above and run the command again",
  );
}
