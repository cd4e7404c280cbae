import { CommandError } from "../cli/command-error";
import { describe } from "../terraform/destruction-text";
import type { Destruction } from "../terraform/destructions";
import type { PlanReview } from "./subject";

type Replacements = Pick<PlanReview, "stack" | "folder" | "backend" | "plan">;

/**
 * Refuses to replace a cluster by one of the same name, or the VPC of a cluster, whatever is confirmed. Terraform would
 * create the new one first: EKS refuses a second cluster with the same name and cannot change the VPC of a cluster, whose
 * network interfaces keep the old VPC from being deleted.
 *
 * @throws CommandError with what to do instead
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy
 */
export function checkReplacements(review: Replacements): void {
  const { plan } = review;
  const replaced = plan.protected.filter(({ action }) => action === "replace");
  const impossible = replaced.filter(
    ({ address, type }) => plan.keptClusters.includes(address) || (type === "aws_vpc" && plan.keptClusters.length > 0),
  );
  if (impossible.length === 0) return;
  const tainted = impossible.filter(({ reason }) => reason === "replace_because_tainted");
  throw new CommandError(
    ["this plan would fail when half of it is applied:", ...impossible.map((one) => `  ${describe(one)}`)].join("\n"),
    (tainted.length > 0 ? tainted.flatMap((one) => afterTaint(one, review)) : otherEnvironment).join("\n      "),
    { effect: "nothing was applied", runbook: "docs/runbook/prod-by-mistake.md" },
  );
}

const otherEnvironment = [
  "no confirmation allows this; restore the previous setting, or create another environment and move the workloads",
  "there: docs/upgrade.md describes it under Zones, gateways and keys",
];

/** A failed cluster never recovers; one that became active after Terraform stopped waiting is complete. */
function afterTaint({ address, type }: Destruction, { stack, folder, backend, plan }: Replacements): string[] {
  const keep = `terraform -chdir=${folder} untaint ${address}`;
  if (type !== "aws_eks_cluster") return [`keep it: ${keep}`];
  const name = String(plan.deletions.find((one) => one.address === address)?.before.name);
  const ofCluster = `--region ${backend.region} --name ${name}`;
  return [
    `see whether the cluster works: aws eks describe-cluster ${ofCluster} --query cluster.status`,
    `if it is ACTIVE, keep it: ${keep}`,
    `otherwise delete it: aws eks delete-cluster ${ofCluster}`,
    `then run npm run deploy -- ${stack} again`,
  ];
}
