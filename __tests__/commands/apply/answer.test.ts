import { CommandError, ToolFailure } from "../../../src/commands/cli/command-error";
import { deployAnswer, stoppedAnswer } from "../../../src/commands/apply/answer";
import { Interrupted } from "../../../src/commands/cli/interruption";
import { emptyPlan } from "../../../src/commands/terraform/plan";

const vpc = { address: "aws_vpc.vpc", type: "aws_vpc", action: "replace", becauseOf: ["cidr_block"] } as const;
const plan = { ...emptyPlan, add: 2, replace: 1, forget: 3, protected: [vpc], newClusters: ["platform-dev"] };

test("an answer contains the counts of the plan and what needs confirmation", () => {
  expect(deployAnswer("dev", plan, "planned")).toEqual({
    stack: "dev",
    outcome: "planned",
    plan: { add: 2, change: 0, destroy: 0, replace: 1, forget: 3, import: 0, move: 0 },
    needConfirmation: [vpc],
  });
});

test("the answer of a deploy without a plan has no counts", () => {
  expect(stoppedAnswer("dev", undefined, new CommandError("the state was deleted", "restore it"))).toEqual({
    stack: "dev",
    outcome: "refused",
    needConfirmation: [],
    message: "the state was deleted",
    nextStep: "restore it",
  });
});

test("the answer of a refusal names the page of the runbook, and what was not done", () => {
  const refusal = new CommandError("the state was deleted", "restore it", {
    effect: "nothing was changed",
    runbook: "docs/runbook/state-deleted.md",
  });
  expect(stoppedAnswer("dev", plan, refusal)).toMatchObject({
    outcome: "refused",
    nextStep: "nothing was changed; restore it",
    runbook: "docs/runbook/state-deleted.md",
  });
});

test("a refusal, a failure and an interruption are different outcomes", () => {
  const failed = new ToolFailure("terraform apply failed", "fix it");
  expect(stoppedAnswer("dev", plan, failed)).toMatchObject({ outcome: "failed", nextStep: "fix it" });
  const interrupted = new Interrupted("interrupted by SIGTERM", "run it again");
  expect(stoppedAnswer("dev", plan, interrupted)).toMatchObject({ outcome: "interrupted", nextStep: "run it again" });
});

test("an unexpected error is a failure, with its message", () => {
  expect(stoppedAnswer("dev", plan, new TypeError("no such thing"))).toMatchObject({
    outcome: "failed",
    message: "no such thing",
  });
});
