import { CommandError, type RunbookPage, ToolFailure } from "../cli/command-error";
import type { DeployOutcome } from "./plan-and-apply";
import { Interrupted } from "../cli/interruption";
import type { Destruction } from "../terraform/destructions";
import type { PlanSummary } from "../terraform/plan";
import type { PlanCounts } from "../terraform/plan-counts";

/** What `npm run deploy -- <stack> --json` prints, and `npm run destroy` as well. */
export interface DeployAnswer {
  readonly stack: string;

  /** After `refused`, nothing was changed; after `failed` and `interrupted`, something may have been. */
  readonly outcome: DeployOutcome | "refused" | "failed" | "interrupted";

  /** Numbers of managed resources. Absent if no plan was made. */
  readonly plan?: PlanCounts;

  /** What the plan destroys and `--confirm-destroy` must name, whether or not it does. */
  readonly needConfirmation: readonly Destruction[];

  /** Why it did not succeed. */
  readonly message?: string;
  readonly nextStep?: string;

  /** The page that describes the incident. */
  readonly runbook?: RunbookPage;
}

/** The answer of a deploy, with its plan if one was made. */
export function deployAnswer(
  stack: string,
  plan: PlanSummary | undefined,
  outcome: DeployAnswer["outcome"],
): DeployAnswer {
  if (!plan) return { stack, outcome, needConfirmation: [] };
  const { add, change, replace, destroy, forget, import: imported, move } = plan;
  const counts = { add, change, replace, destroy, forget, import: imported, move };
  return { stack, outcome, plan: counts, needConfirmation: plan.protected };
}

/** The answer of a deploy that was stopped by this error. */
export function stoppedAnswer(stack: string, plan: PlanSummary | undefined, error: unknown): DeployAnswer {
  const stopped = deployAnswer(stack, plan, outcomeOf(error));
  if (error instanceof CommandError) {
    const { message, nextStep, runbook } = error;
    return { ...stopped, message, nextStep, ...(runbook && { runbook }) };
  }
  return { ...stopped, message: error instanceof Error ? error.message : String(error) };
}

function outcomeOf(error: unknown): DeployAnswer["outcome"] {
  if (error instanceof Interrupted) return "interrupted";
  return error instanceof CommandError && !(error instanceof ToolFailure) ? "refused" : "failed";
}
