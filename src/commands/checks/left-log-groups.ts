import { CloudWatchLogsClient, paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { answered, withAws } from "../aws/aws-errors";
import { clientOptions } from "../aws/clients";
import { ending } from "../aws/pages";
import { CommandError } from "../cli/command-error";
import { stateUrl } from "../remote-state/state-object";
import type { PlanReview } from "./subject";

type PlannedLogGroups = Pick<PlanReview, "stack" | "folder" | "backend" | "plan">;

/**
 * Refuses to create a log group that already exists. EKS writes its last entries after the cluster is deleted, and
 * creates the log group again if Terraform has deleted it, unencrypted and without expiration. Terraform would fail too,
 * but only after it has created a network.
 *
 * @throws CommandError when one of the log groups that the plan creates exists, with both ways out
 * @see https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2763
 */
export async function checkLeftLogGroups({ stack, folder, backend, plan }: PlannedLogGroups): Promise<void> {
  const client = new CloudWatchLogsClient(clientOptions(backend.region));
  for (const [address, name] of Object.entries(plan.newLogGroups)) {
    const doing = `check whether log group ${name} already exists (logs:DescribeLogGroups)`;
    if (!(await withAws(doing, async () => exists(client, name)))) continue;
    throw new CommandError(
      `the plan creates log group ${name}, but it already exists and is not in the state in ${stateUrl(backend)}`,
      [
        "if EKS created it after a cluster was destroyed, either delete it with its entries:",
        `aws logs delete-log-group --region ${backend.region} --log-group-name ${name}`,
        "or keep its entries; the next deployment then sets its retention and encryption:",
        `terraform -chdir=${folder} init && terraform -chdir=${folder} import ${address} ${name}`,
        `then run npm run deploy -- ${stack} again`,
      ].join("\n      "),
      { effect: "nothing was applied", runbook: "docs/runbook/log-group-left.md" },
    );
  }
}

/** The names of other groups can begin with the name, so that the answer can have several, on several pages. */
async function exists(client: CloudWatchLogsClient, name: string): Promise<boolean> {
  const pages = paginateDescribeLogGroups({ client }, { logGroupNamePrefix: name });
  for await (const { logGroups } of ending(pages, "nextToken")) {
    if (answered(logGroups, "the list of log groups").some(({ logGroupName }) => logGroupName === name)) return true;
  }
  return false;
}
