import { DescribeClusterCommand, EKSClient, ResourceNotFoundException } from "@aws-sdk/client-eks";
import { withAws } from "../aws-errors";
import type { S3BackendArguments } from "../state/backend";
import { CommandError } from "../command-error";
import { stateUrl } from "../state/state-object";
import type { PlanSummary } from "./plan";

/**
 * Refuses to create a cluster that is there already. That is how it looks when the state lies elsewhere: under another
 * key, in another bucket, or nowhere any more. Terraform would notice too, but only after it has made a second network.
 *
 * @throws CommandError when one of the clusters that the plan creates exists
 */
export async function refuseExistingClusters(
  stack: string,
  backend: S3BackendArguments,
  { newClusters }: PlanSummary,
): Promise<void> {
  const client = new EKSClient({ region: backend.region });
  for (const name of newClusters) {
    const doing = `look whether cluster ${name} is there already (eks:DescribeCluster)`;
    const arn = await withAws(doing, async () => clusterArn(client, name));
    if (arn === undefined) continue;
    throw new CommandError(
      `the plan creates cluster ${name}, but ${arn} is there already and the state in ${stateUrl(backend)} does not know it`,
      `nothing was applied; find the state of ${stack} (npm run state -- history ${stack}; were bucket or key changed in the settings?), or import what is there`,
    );
  }
}

async function clusterArn(client: EKSClient, name: string): Promise<string | undefined> {
  try {
    return (await client.send(new DescribeClusterCommand({ name }))).cluster?.arn;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
