import { askForApproval } from "../apply/approval";
import { requireConfirmations } from "../checks/confirmations";
import { emptyPlan, type PlanSummary } from "../terraform/plan";
import { type DeployOutcome, planAndApply, type StackRun } from "../apply/plan-and-apply";
import { preflight } from "../checks/preflight";
import { loadSettings } from "../cli/settings";
import { stateClient } from "../remote-state/backend";
import type { StateObject } from "../remote-state/state-object";
import { resourceIds } from "../remote-state/terraform-state";
import { refuseProtectedResources } from "./protected-resources";
import { refuseRepositoriesWithImages } from "./repositories";
import { whatStays } from "./what-stays";

export interface DestroyOptions extends StackRun {
  /** Whether `--confirm` gave the environment's name, so that the command does not ask for it. */
  readonly isConfirmed: boolean;
}

/**
 * Destroys everything in an environment's state, after the same checks as a deploy, and lists what remains.
 *
 * @throws CommandError when the destruction is refused or fails, with the next step
 */
export async function destroy(options: DestroyOptions): Promise<DeployOutcome> {
  const { stack, progress, folder, backend } = options;
  const report = (line: string) => void progress.write(`${line}\n`);
  const object = await preflight({ ...options, client: stateClient(backend), report });
  if (object) await refuseProtectedResources(stack, folder, object.state);
  let destroyed: PlanSummary = emptyPlan;
  const ending = await planAndApply(
    { ...options, destroy: true },
    {
      review: async (plan) => {
        destroyed = plan;
        requireConfirmations(options, plan, options.confirmedDestructions);
        await refuseRepositoriesWithImages(backend.region, plan.deletions);
      },
      approve: async ({ destroy: count }) => {
        if (!options.isConfirmed) await askForApproval(stack, `Destroy all ${count} resources of ${stack}`, options);
      },
      nothingToDo: nothingToDestroy(stack, object),
    },
  );
  if (ending !== "planned") for (const line of whatStays(loadSettings(), stack, destroyed.deletions)) report(line);
  return ending;
}

function nothingToDestroy(stack: string, object: StateObject | undefined): string {
  if (!object) return `${stack} has no state: there is nothing to destroy`;
  if (resourceIds(object.state).size === 0) return `the state of ${stack} is empty: there is nothing to destroy`;
  return `no resource in the state of ${stack} exists any more: there is nothing to destroy`;
}
