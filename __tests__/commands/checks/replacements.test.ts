import { checkReplacements } from "../../../src/commands/checks/replacements";
import type { Destruction } from "../../../src/commands/terraform/destructions";
import { emptyPlan, type PlanSummary } from "../../../src/commands/terraform/plan";

const address = "aws_eks_cluster.cluster";
const backend = { bucket: "my-terraform-state-dev", key: "eks-cluster/terraform.tfstate", region: "ap-northeast-1" };
const vpc: Destruction = { address: "aws_vpc.vpc", type: "aws_vpc", action: "replace", becauseOf: ["cidr_block"] };
const cluster: Destruction = { address, type: "aws_eks_cluster", action: "replace", becauseOf: ["role_arn"] };
const tainted = { becauseOf: [], reason: "replace_because_tainted" };
const deletions = [{ address, type: "aws_eks_cluster", before: { name: "platform-dev" } }];

function check(plan: Partial<PlanSummary>): void {
  checkReplacements({ stack: "dev", folder: "cdktf.out/stacks/dev", backend, plan: { ...emptyPlan, ...plan } });
}

function refusal(plan: Partial<PlanSummary>): unknown {
  try {
    check(plan);
  } catch (error) {
    return error;
  }
  throw new Error("not refused");
}

test.each([
  ["the VPC of a cluster", vpc, "aws_vpc.vpc would be replaced, because of cidr_block"],
  ["a cluster", cluster, `${address} would be replaced, because of role_arn`],
])("the replacement of %s is answered with what docs/upgrade.md says, never with a confirmation", (_, one, line) => {
  expect(refusal({ protected: [one], keptClusters: [address] })).toMatchObject({
    name: "CommandError",
    message: `this plan would fail when half of it is applied:\n  ${line}`,
    nextStep: expect.stringMatching(
      /^nothing was applied; .*restore the previous setting, or create another/,
    ) as string,
    runbook: "docs/runbook/prod-by-mistake.md",
  });
});

test("a cluster whose creation was cut short is kept or deleted first, with the commands for both", () => {
  const { nextStep } = refusal({
    protected: [{ ...cluster, ...tainted }],
    keptClusters: [address],
    deletions,
  }) as { nextStep: string };
  expect(nextStep).toContain("aws eks describe-cluster --region ap-northeast-1 --name platform-dev --query");
  expect(nextStep).toContain(`terraform -chdir=cdktf.out/stacks/dev untaint ${address}`);
  expect(nextStep).toContain("aws eks delete-cluster --region ap-northeast-1 --name platform-dev\n");
});

test("a tainted VPC of a cluster is kept", () => {
  expect(refusal({ protected: [{ ...vpc, ...tainted }], keptClusters: [address] })).toMatchObject({
    nextStep: "nothing was applied; keep it: terraform -chdir=cdktf.out/stacks/dev untaint aws_vpc.vpc",
  });
});

test.each<[string, Partial<PlanSummary>]>([
  ["a VPC without a cluster", { protected: [vpc] }],
  ["a cluster by one with another name, with its VPC", { protected: [vpc, cluster] }],
  ["a repository beside a cluster", { protected: [{ ...vpc, type: "aws_ecr_repository" }], keptClusters: [address] }],
])("the replacement of %s is left to the confirmations, as is a destruction", (_, plan) => {
  expect(() => {
    check(plan);
    check({ protected: [{ ...cluster, action: "destroy", becauseOf: [] }], keptClusters: [] });
  }).not.toThrow();
});
