import { planLines, reportText } from "../../../../src/commands/plan-report/render/text";
import { reportOf } from "../../../../src/commands/plan-report/report";
import { change, reportOn, reportWith } from "../plan-of";

const plan = reportOn([
  change("aws_ecr_repository.api", ["delete", "create"], {
    before: { name: "a" },
    after: { name: "b" },
    replace_paths: [["name"]],
  }),
  change("aws_route.a", ["create"], { after: { nat_gateway_id: "nat-1" } }),
]);

test("a report begins with the counts and the dangers, then tells each change", () => {
  const state = { serial: 7, resources: 3, writtenAt: "2026-11-21T07:09:39.000Z" };
  const now = new Date("2026-11-23T10:00:00.000Z");
  expect(reportText(reportWith(plan, { state, commit: "abc" }), now).split("\n")).toEqual([
    "prod: 2 to add, 0 to change, 1 to destroy (1 replacement counts as both); cannot be undone: 1",
    "  state: serial 7, 3 resources, written 2026-11-21T07:09:39.000Z (2 d 2 h ago)",
    "  commit: abc",
    "",
    "Cannot be undone (1)",
    "  aws_ecr_repository.api is replaced, because of name; its images are deleted (needs confirmation)",
    "      name: a to b",
    "",
    "Creations (1)",
    "  aws_route (1): a",
  ]);
});

test("a deployment tells the same about its plan", () => {
  expect(planLines({ stack: "prod", outcome: "changes", plan })[0]).toBe(
    "plan: 2 to add, 0 to change, 1 to destroy (1 replacement counts as both); cannot be undone: 1",
  );
});

test("control characters are escaped, and long values are cut", () => {
  const hostile = change("aws_vpc.a", ["update"], {
    before: {},
    after: { tags: { a: "\u001b[31m", b: "x".repeat(500) } },
  });
  const text = reportText(reportWith(reportOn([hostile])));
  expect(text).toContain("tags.a: \\u001b[31m");
  expect(text).toContain("… (100 more characters)");
});

test("a stack that was never deployed, one without changes, and one that was skipped are told", () => {
  const empty = reportOn([]);
  const report = reportOf([
    { stack: "bootstrap", outcome: "no-changes", plan: empty },
    { stack: "dev", outcome: "skipped", message: "another account", nextStep: "do this" },
  ]);
  expect(reportText(report)).toBe(
    [
      "bootstrap: no changes\ndev: not reviewed: another account",
      "bootstrap: no changes\n  state: none, the stack was never deployed",
      "dev: not reviewed: another account\n  next: do this",
    ].join("\n\n"),
  );
});

test("a move is told beside what else happens to a resource", () => {
  const outside = { previous_address: "aws_vpc.old" };
  expect(reportText(reportWith(reportOn([change("aws_vpc.a", ["no-op"], { outside })])))).toContain(
    "aws_vpc.a was moved from aws_vpc.old",
  );
  const changed = change("aws_vpc.a", ["update"], { outside, importing: { id: "vpc-1" } });
  expect(reportText(reportWith(reportOn([changed])))).toContain(
    "aws_vpc.a is changed; it is imported; it was moved from aws_vpc.old",
  );
});
