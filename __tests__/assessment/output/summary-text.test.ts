import { evaluateControls } from "../../../assessment/controls/evaluate";
import type { Assessment } from "../../../assessment/model/assessment";
import { summaryText } from "../../../assessment/output/summary-text";
import type { AcceptedFinding } from "../../../src/settings/acceptance";
import { exampleChanges } from "../support/example-changes";
import { resources } from "../support/project";

const repositories = (count: number) =>
  resources({
    aws_ecr_repository: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`r${index}`, { image_tag_mutability: "MUTABLE" }]),
    ),
  });

function summary(count: number, acceptances: readonly AcceptedFinding[] = []): string {
  const project = repositories(count);
  const controls = evaluateControls(project, acceptances).filter(({ id }) => /^(ECR.2|Acceptances.1)$/.test(id));
  return summaryText(
    { sources: { clean: false, date: project.sources.date }, stacks: [], controls } as unknown as Assessment,
    "index.html",
  );
}

test("of a control that fails names the first findings, how many more there are, and what to do", () => {
  const text = summary(5);
  expect(text).toContain('\n  - dev/aws_ecr_repository.r0: image_tag_mutability is "MUTABLE"\n');
  expect(text).toContain("aws_ecr_repository.r2");
  expect(text).not.toContain("aws_ecr_repository.r3");
  expect(text).toContain("\n  - and 2 more, in findings.csv\n");
  expect(text).toContain("next: fix what fails, or accept it in environments/accepted-controls.ts");
});

test("of an acceptance that fits nothing says to remove it", () => {
  const unused = { rule: "ecr-tags-are-immutable", stack: "prod", reason: "a", owner: "b", expires: "2027-11-30" };
  expect(summary(0, [unused])).toContain(
    "\n  - ecr-tags-are-immutable of prod/* matches no failing finding: remove it from environments/accepted-controls.ts\n",
  );
});

test("of a comparison says what got worse, and what changed for several principals on one line", () => {
  const text = summaryText({ sources: {}, stacks: [], controls: [] } as unknown as Assessment, "index.html", {
    comparison: { against: "main", changes: exampleChanges },
  });
  expect(text).toContain(
    [
      "compared with main: controls that got worse: 1, better: 1; resources that changed: 1",
      "  - worse: reference State.4 Locked state: passes to fails (dev/aws_s3_bucket.state_dev)",
      "  - more access in dev, State: read: denied to allowed, for arn:aws:iam::123456789012:role/Auditor",
      "  - other access in dev, prod, Cluster: reach its API endpoint: conditional as before, now only from 203.0.113.0/24, for anonymous, deployer, planner and 1 more",
      "",
    ].join("\n"),
  );
});

test("without a failure has no next step", () => {
  expect(summary(0)).not.toContain("next:");
});

test("without a commit speaks of no changes since one", () => {
  expect(summary(0)).toMatch(/^Evidence of files outside a Git checkout, as of 2026-11-27\n/);
});
