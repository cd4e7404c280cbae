import { DescribeClusterCommand, EKSClient, ResourceNotFoundException } from "@aws-sdk/client-eks";
import { answered, withAws } from "../aws/aws-errors";
import { clientOptions } from "../aws/clients";
import { CommandError } from "../cli/command-error";
import { stateUrl } from "../remote-state/state-object";
import type { PlanReview } from "./subject";

type PlannedClusters = Pick<PlanReview, "stack" | "backend" | "plan">;

/**
 * Refuses to create a cluster that already exists. That means that its state is stored elsewhere, under another key or
 * in another bucket, or was lost. Terraform would fail too, but only after it has created a second network.
 *
 * @throws CommandError when one of the clusters that the plan creates exists
 */
export async function checkExistingClusters({ stack, backend, plan }: PlannedClusters): Promise<void> {
  const client = new EKSClient(clientOptions(backend.region));
  for (const name of plan.newClusters) {
    const doing = `check whether cluster ${name} already exists (eks:DescribeCluster)`;
    const arn = await withAws(doing, async () => clusterArn(client, name));
    if (arn === undefined) continue;
    throw new CommandError(
      `the plan creates cluster ${name}, but ${arn} already exists and is not in the state in ${stateUrl(backend)}`,
      `find the state of ${stack} (npm run state -- history ${stack}; was the bucket or key changed in the settings?), or import the existing resources`,
      { effect: "nothing was applied" },
    );
  }
}

async function clusterArn(client: EKSClient, name: string): Promise<string | undefined> {
  try {
    const { cluster } = await client.send(new DescribeClusterCommand({ name }));
    return answered(cluster?.arn, `the ARN of cluster ${name}`);
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
