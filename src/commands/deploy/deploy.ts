import { isBootstrapStack } from "../../settings/names";
import { refuseLeavingBuckets, refuseUnprotecting } from "../checks/held-buckets/held-buckets";
import { stateClient } from "../remote-state/backend";
import { askForApproval } from "./approval";
import { requireConfirmations } from "../checks/confirmations";
import { refuseExistingClusters } from "../checks/existing-cluster";
import type { PlanSummary } from "../terraform/plan";
import { type DeployOutcome, planAndApply, type StackRun } from "./plan-and-apply";
import { preflight } from "../checks/preflight";

export interface DeployOptions extends StackRun {
  /** Apply without asking. */
  readonly autoApprove: boolean;
}

/**
 * Deploys one stack after refusing what `cdktf deploy` would do silently. Exactly what was checked is applied: the plan
 * is saved, checked, and applied as it is, and Terraform refuses it if the state has changed in the meantime.
 *
 * @throws CommandError when the deploy is refused or fails, with the next step
 */
export async function deploy(options: DeployOptions): Promise<DeployOutcome> {
  const { stack, progress, folder } = options;
  const report = (line: string) => void progress.write(`${line}\n`);
  const object = await preflight({ ...options, client: stateClient(options.backend), report });
  const bucketsIn = isBootstrapStack(stack) ? object?.state : undefined;
  if (bucketsIn) await refuseLeavingBuckets(bucketsIn, folder);
  return planAndApply(options, {
    review: async (plan) => {
      if (bucketsIn) await refuseUnprotecting(bucketsIn, plan.deletions);
      await review(options, plan);
    },
    approve: async () => {
      if (!options.autoApprove) await askForApproval(stack, "Apply this plan", options);
    },
    nothingToDo: `${stack} matches its configuration: there is nothing to apply`,
  });
}

async function review(options: DeployOptions, plan: PlanSummary): Promise<void> {
  requireConfirmations(options, plan, options.confirmedDestructions);
  await refuseExistingClusters(options.stack, options.backend, plan);
}
