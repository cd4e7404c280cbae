import { CommandError, ToolFailure } from "../command-error";
import type { Ending } from "./plan-and-apply";
import { Interrupted } from "./interruption";
import type { Destruction, PlanSummary } from "./plan";

/** What `npm run deploy -- <stack> --json` prints, and `npm run destroy` likewise. */
export interface DeployAnswer {
  readonly stack: string;

  /** With `refused` nothing was changed; with `failed` and `interrupted` something may have been. */
  readonly outcome: Ending | "refused" | "failed" | "interrupted";

  /** Numbers of managed resources. None when it did not come to a plan. */
  readonly plan?: Pick<PlanSummary, "add" | "change" | "replace" | "destroy" | "forget">;

  /** What the plan destroys and `--confirm-destroy` has to name, whether it does or not. */
  readonly needConfirmation: readonly Destruction[];

  /** Why it ended as it did, unless all went well. */
  readonly message?: string;
  readonly nextStep?: string;
}

/** The answer of a deploy that came as far as this plan, if to any. */
export function deployAnswer(
  stack: string,
  plan: PlanSummary | undefined,
  outcome: DeployAnswer["outcome"],
): DeployAnswer {
  if (!plan) return { stack, outcome, needConfirmation: [] };
  const { add, change, replace, destroy, forget } = plan;
  return { stack, outcome, plan: { add, change, replace, destroy, forget }, needConfirmation: plan.protected };
}

/** The answer of a deploy that was stopped by this error. */
export function stoppedAnswer(stack: string, plan: PlanSummary | undefined, error: unknown): DeployAnswer {
  const stopped = deployAnswer(stack, plan, outcomeOf(error));
  if (error instanceof CommandError) return { ...stopped, message: error.message, nextStep: error.nextStep };
  return { ...stopped, message: error instanceof Error ? error.message : String(error) };
}

function outcomeOf(error: unknown): DeployAnswer["outcome"] {
  if (error instanceof Interrupted) return "interrupted";
  return error instanceof CommandError && !(error instanceof ToolFailure) ? "refused" : "failed";
}
