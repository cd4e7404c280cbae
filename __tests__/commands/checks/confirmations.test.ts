import { CommandError } from "../../../src/commands/cli/command-error";
import { checkConfirmations } from "../../../src/commands/checks/confirmations";
import type { Destruction } from "../../../src/commands/terraform/destructions";
import { emptyPlan, type PlanSummary } from "../../../src/commands/terraform/plan";

const vpc: Destruction = { address: "aws_vpc.vpc", type: "aws_vpc", action: "replace", becauseOf: ["cidr_block"] };
const repository: Destruction = {
  address: 'aws_ecr_repository.this["api"]',
  type: "aws_ecr_repository",
  action: "destroy",
  becauseOf: [],
};

function plan(...destroyed: Destruction[]): PlanSummary {
  return { ...emptyPlan, add: 1, change: 1, destroy: 2, replace: 1, protected: destroyed };
}

function refusal(summary: PlanSummary, confirmed: string[]): CommandError {
  try {
    checkConfirmations({ command: "deploy", stack: "dev", plan: summary, confirmedDestructions: confirmed });
  } catch (error) {
    if (error instanceof CommandError) return error;
  }
  throw new Error("not refused");
}

test("a plan that destroys no protected resource needs no confirmation", () => {
  expect(() => {
    checkConfirmations({ command: "deploy", stack: "dev", plan: plan(), confirmedDestructions: [] });
  }).not.toThrow();
});

test("each destruction must be confirmed by its address, and the error shows the command for that", () => {
  const { message, nextStep } = refusal(plan(vpc, repository), ["aws_vpc.vpc"]);
  expect(message).toContain('aws_ecr_repository.this["api"] would be destroyed');
  expect(message).not.toContain("aws_vpc.vpc");
  expect(nextStep).toContain(
    `npm run deploy -- dev --confirm-destroy aws_vpc.vpc --confirm-destroy 'aws_ecr_repository.this["api"]'`,
  );
  expect(() => {
    const confirmedDestructions = [repository.address, vpc.address];
    checkConfirmations({ command: "deploy", stack: "dev", plan: plan(vpc, repository), confirmedDestructions });
  }).not.toThrow();
});

test("a type or a part of an address confirms nothing", () => {
  expect(refusal(plan(vpc), ["aws_vpc"]).message).toContain("aws_vpc.vpc would be replaced");
});

test("a confirmation of a resource that the plan does not destroy is refused, so that none remains in a script", () => {
  expect(refusal(plan(vpc), ["aws_vpc.vpc", "aws_eks_cluster.cluster"]).message).toContain("aws_eks_cluster.cluster");
  expect(refusal(plan(), ["aws_vpc.vpc"]).message).toContain("aws_vpc.vpc");
});

test.each<[Partial<Destruction>, string]>([
  [{ action: "replace", reason: "replace_because_tainted" }, "replaced, because Terraform marked it as tainted: "],
  [{ action: "replace", reason: "replace_by_request" }, "replaced, because its replacement was requested"],
  [{ reason: "delete_because_no_resource_config" }, "destroyed, because it is no longer in the configuration"],
  [{ reason: "deposed" }, "destroyed, because an interrupted replacement left it"],
  [{ action: "replace", becauseOf: ["name"], reason: "replace_because_cannot_update" }, "replaced, because of name"],
  [{ reason: "a_reason_of_later_versions" }, "destroyed"],
])("the reason of %j is told", (change, text) => {
  const { message: line } = refusal(plan({ ...repository, ...change }), []);
  expect(line).toContain(`would be ${text}`);
  expect(line).not.toMatch(/undefined|a_reason/);
});

test("the refusal names the page of the runbook", () => {
  expect(refusal(plan(vpc), [])).toMatchObject({
    effect: "nothing was applied",
    runbook: "docs/runbook/prod-by-mistake.md",
  });
});
