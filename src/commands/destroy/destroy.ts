import { type DeployOutcome, planAndApply, type StackRun } from "../apply/plan-and-apply";
import { printableLines } from "../cli/printable";
import { loadSettings } from "../cli/settings";
import { askForApproval } from "../cli/typed-name";
import type { StateObject } from "../remote-state/state-object";
import { resourceIds } from "../remote-state/terraform-state";
import { emptyPlan, type PlanSummary } from "../terraform/plan";
import { whatStays } from "./what-stays";

export interface DestroyOptions extends StackRun {
  /** Whether `--auto-approve` gave the environment's name, so that the command does not ask for it. */
  readonly isApproved: boolean;
}

/**
 * Destroys everything in an environment's state, after the same checks as a deploy, and lists what remains.
 *
 * @throws CommandError when the destruction is refused or fails, with the next step
 */
export async function destroy(options: DestroyOptions): Promise<DeployOutcome> {
  const { stack, progress } = options;
  let destroyed: PlanSummary = emptyPlan;
  const onPlan = (plan: PlanSummary) => {
    destroyed = plan;
    options.onPlan(plan);
  };
  const outcome = await planAndApply(
    { ...options, destroy: true, onPlan },
    {
      approve: async ({ destroy: count }) => {
        const doing = `Destroy all ${count} resources of ${stack}`;
        if (!options.isApproved) await askForApproval(stack, doing, progress, options.interruption);
      },
      nothingToDo: (object) => nothingToDestroy(stack, object),
    },
  );
  const remains = outcome === "planned" ? [] : whatStays(loadSettings(), stack, destroyed.deletions);
  for (const line of remains) progress.write(`${printableLines(line)}\n`);
  return outcome;
}

function nothingToDestroy(stack: string, object: StateObject | undefined): string {
  if (!object) return `${stack} has no state: there is nothing to destroy`;
  if (resourceIds(object.state).size === 0) return `the state of ${stack} is empty: there is nothing to destroy`;
  return `no resource in the state of ${stack} exists any more: there is nothing to destroy`;
}
