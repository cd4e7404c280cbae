import { readFileSync } from "node:fs";
import path from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { reviewSchema, reviewSchemaFile } from "../../reference/review-schema";
import { projectRoot } from "../../src/commands/cli/project";
import { planReport } from "../../src/commands/plan-report/plan-report";
import { reportOf, type StackReport } from "../../src/commands/plan-report/report";
import { change, place, reportOn } from "../commands/plan-report/plan-of";

const validate = new Ajv2020({ strict: true }).compile(JSON.parse(reviewSchema()) as object);

const saved: unknown = JSON.parse(
  readFileSync(path.join(__dirname, "..", "commands", "plan-report", "plans", "encryption-changed-back.json"), "utf8"),
);

const rich = reportOn(
  [change('aws_vpc.a["x"]', ["no-op"], { importing: { id: "a" }, outside: { previous_address: "aws_vpc.b" } })],
  {
    resource_drift: [change("aws_vpc.c", ["delete"])],
    output_changes: { a: { actions: ["create"], after: 1 } },
    deferred_changes: [{ resource_change: change("aws_vpc.d", ["create"]) }],
    checks: [{ address: { to_display: "check.a" }, status: "error" }],
  },
);

const stacks: StackReport[] = [
  {
    stack: "prod",
    outcome: "needs-confirmation",
    plan: planReport(saved, place, {}),
    state: { serial: 1, resources: 2 },
  },
  { stack: "dev", outcome: "changes", plan: rich, commit: "abc+", fingerprint: "1:dev" },
  { stack: "lab", outcome: "failed", message: "no bucket", nextStep: "create it" },
];

test("the published schema is that of the sources: npm run docs writes it", () => {
  expect(readFileSync(path.join(projectRoot, reviewSchemaFile), "utf8")).toBe(reviewSchema());
});

test.each(stacks.map((stack) => [stack.stack, stack] as const))(
  "the schema accepts the report about %s",
  (_, stack) => {
    expect([validate(JSON.parse(JSON.stringify(reportOf([stack])))), validate.errors]).toEqual([true, null]);
  },
);

test("the schema refuses another version, and fields that it does not know", () => {
  expect(validate({ version: 2, stacks: [] })).toBe(false);
  expect(validate({ version: 1, stacks: [], more: true })).toBe(false);
});
