import type { Cell } from "../../../assessment/access/matrix";
import { compare } from "../../../assessment/comparison/compare";
import { type Direction, worse } from "../../../assessment/comparison/comparison";
import { comparisonMarkdown } from "../../../assessment/comparison/markdown";
import type { ControlResult, Finding, Outcome } from "../../../assessment/controls/results";
import type { Assessment } from "../../../assessment/model/assessment";

const nothing: Assessment = {
  sources: { clean: true, date: "2026-11-27" },
  stacks: [],
  controls: [],
  unexaminedTypes: [],
  access: [],
  inventory: [],
  environments: { environments: [], settings: [], resources: [] },
  blocks: [],
};

function finding(outcome: Outcome, address: string): Finding {
  return { rule: "encrypted", stack: "dev", address, outcome, found: `it is ${outcome}` };
}

function control(outcome: Outcome, findings: readonly Finding[] = []): Assessment {
  const result: ControlResult = {
    framework: "aws-fsbp",
    id: "S3.1",
    numbers: {},
    title: "Buckets",
    asks: "",
    rules: ["encrypted"],
    outcome,
    examined: findings.length,
    findings,
    summary: "",
  };
  return { ...nothing, controls: [result] };
}

function access(cell: Cell): Assessment {
  const questions = [{ id: "read", group: "State", label: "read", explains: "" }];
  const rows = [{ principal: "deployer", role: "deployers", cells: [cell] }];
  return { ...nothing, access: [{ environment: "dev", questions, rows }] };
}

const blocks = (arguments_: Assessment["blocks"][number]["arguments"]): Assessment => ({
  ...nothing,
  blocks: [{ stack: "dev", address: "aws_s3_bucket.logs", arguments: arguments_ }],
});

describe("controls", () => {
  describe.each<[Outcome, Outcome, Direction]>([
    ["passes", "accepted", "worse"],
    ["passes", "not-decided", "worse"],
    ["passes", "fails", "worse"],
    ["accepted", "passes", "better"],
    ["accepted", "not-decided", "worse"],
    ["accepted", "fails", "worse"],
    ["not-decided", "passes", "better"],
    ["not-decided", "accepted", "better"],
    ["not-decided", "fails", "worse"],
    ["fails", "passes", "better"],
    ["fails", "accepted", "better"],
    ["fails", "not-decided", "other"],
  ])("from %s to %s", (before, after, direction) => {
    test(`is ${direction}`, () => {
      const comparison = compare(control(before), control(after));
      expect(comparison.controls).toMatchObject([{ id: "S3.1", before, after, direction }]);
      expect(worse(comparison)).toBe(direction === "worse");
    });

    test(`is ${direction} on a resource`, () => {
      const comparison = compare(control("fails", [finding(before, "a")]), control("fails", [finding(after, "a")]));
      expect(comparison.controls).toMatchObject([{ direction, findings: [{ before, after, direction }] }]);
    });
  });

  test("one that is accepted in place of failing got better, with a new resource that is accepted too", () => {
    const after = control("accepted", [finding("accepted", "a"), finding("accepted", "new")]);
    const comparison = compare(control("fails", [finding("fails", "a")]), after);
    expect(comparison.controls).toMatchObject([
      {
        direction: "better",
        findings: [
          { address: "a", direction: "better" },
          { address: "new", direction: "other" },
        ],
      },
    ]);
  });

  test("one of which a resource got worse is worse, and names that resource first", () => {
    const before = control("fails", [finding("fails", "a"), finding("passes", "b")]);
    const after = control("accepted", [finding("accepted", "a"), finding("accepted", "b")]);
    expect(compare(before, after).controls).toMatchObject([
      {
        direction: "worse",
        findings: [
          { address: "b", direction: "worse" },
          { address: "a", direction: "better" },
        ],
      },
    ]);
  });

  test("one that still fails gets worse by another resource", () => {
    const before = control("fails", [finding("fails", "a"), finding("passes", "b")]);
    const after = control("fails", [finding("fails", "a"), finding("fails", "b"), finding("passes", "new")]);
    const comparison = compare(before, after);
    expect(comparison.controls).toMatchObject([
      { direction: "worse", findings: [{ address: "b", before: "passes", after: "fails", direction: "worse" }] },
    ]);
    expect(worse(comparison)).toBe(true);
  });

  test("a failing resource that is gone makes nothing worse", () => {
    const comparison = compare(control("fails", [finding("fails", "a")]), control("passes"));
    expect(comparison.controls).toMatchObject([{ direction: "better", findings: [{ address: "a", before: "fails" }] }]);
    expect(worse(comparison)).toBe(false);
  });

  test("one that is no longer assessed got worse, and a new one did not", () => {
    expect(worse(compare(control("passes"), nothing))).toBe(true);
    expect(worse(compare(nothing, control("fails")))).toBe(false);
  });
});

describe("access", () => {
  const allowed: Cell = { decision: "allowed", statements: ["policy/Read"] };
  const denied: Cell = { decision: "denied", statements: [] };
  const conditional = (note: string): Cell => ({ decision: "conditional", statements: ["policy/Read"], note });
  const unknown: Cell = { decision: "not-decided", statements: [], note: "the account decides" };

  test.each<[string, Cell, Cell, string]>([
    ["denied to allowed", denied, allowed, "more"],
    ["conditional to allowed", conditional("with MFA"), allowed, "more"],
    ["allowed to conditional", allowed, conditional("with MFA"), "less"],
    ["one condition to another", conditional("with MFA"), conditional("from a VPC"), "other"],
    ["denied to not decided", denied, unknown, "other"],
  ])("%s", (_, before, after, expected) => {
    expect(compare(access(before), access(after)).access).toMatchObject([
      { environments: ["dev"], principals: ["deployer (deployers)"], questions: ["State: read"], access: expected },
    ]);
  });

  test("a principal that is new has more, one that is gone has less", () => {
    expect(compare(nothing, access(allowed)).access).toMatchObject([{ access: "more", after: "allowed" }]);
    expect(compare(access(allowed), nothing).access).toMatchObject([{ access: "less", before: "allowed" }]);
    expect(compare(nothing, access(denied)).access).toEqual([]);
  });
});

describe("access that changes alike", () => {
  const matrix = (environment: string, principals: readonly string[], note: string) => ({
    environment,
    questions: ["read", "write"].map((label) => ({ id: label, group: "State", label, explains: "" })),
    rows: principals.map((principal) => ({
      principal,
      role: principal,
      cells: [
        { decision: "conditional" as const, statements: [], note },
        { decision: "conditional" as const, statements: [], note },
      ],
    })),
  });
  const everyone = ["anonymous", "deployer", "planner", "viewer"];
  const assessed = (note: string, principals = everyone): Assessment => ({
    ...nothing,
    access: [matrix("dev", principals, note), matrix("prod", principals, note)],
  });

  test("is one change, whose conditions are told before and after", () => {
    const { access: changes } = compare(assessed("from the VPC"), assessed("from anywhere"));
    expect(changes).toEqual([
      {
        environments: ["dev", "prod"],
        principals: everyone,
        questions: ["State: read", "State: write"],
        before: "conditional",
        after: "conditional",
        access: "other",
        noteBefore: "from the VPC",
        note: "from anywhere",
      },
    ]);
  });

  test("is one line, and what is more comes before it", () => {
    const after = assessed("from anywhere", [...everyone, "newcomer"]);
    const markdown = comparisonMarkdown(compare(assessed("from the VPC"), after), "main");
    const lines = markdown.split("\n").filter((line) => line.includes("access in"));
    expect(lines).toEqual([
      "- more access in `dev`, `prod`, State: read, State: write: not there to conditional, for `newcomer`",
      "- other access in `dev`, `prod`, State: read, State: write: conditional as before, for `anonymous`, `deployer`, `planner` and 1 more",
    ]);
    expect(markdown).toContain("  - before: `from the VPC`\n  - after: `from anywhere`\n");
  });
});

describe("resources", () => {
  test("are added, removed, or changed by argument", () => {
    const [before, after] = [blocks({ bucket: "a", tags: { A: "1" } }), blocks({ bucket: "b", tags: { A: "1" } })];
    expect(compare(before, after).resources).toMatchObject([
      { change: "changed", attributes: [{ path: "bucket", before: '"a"', after: '"b"' }] },
    ]);
    expect(compare(nothing, after).resources).toMatchObject([{ change: "added" }]);
    expect(compare(before, nothing).resources).toMatchObject([{ change: "removed" }]);
    expect(compare(before, before).resources).toEqual([]);
  });

  test("a statement that is inserted does not change the others", () => {
    const statement = (sid: string) => ({ sid, actions: [sid] });
    const [before, after] = [[statement("Read")], [statement("First"), statement("Read")]];
    expect(compare(blocks({ statement: before }), blocks({ statement: after })).resources).toMatchObject([
      { attributes: [{ path: "statement[First].actions" }, { path: "statement[First].sid" }] },
    ]);
  });
});

describe("Markdown", () => {
  test("has what got worse first, and texts of the stacks as code", () => {
    const before = { ...control("passes"), blocks: blocks({ bucket: "a" }).blocks };
    const after = { ...control("fails", [finding("fails", "a`b")]), blocks: blocks({ bucket: "<b>`*x*\n# y" }).blocks };
    const markdown = comparisonMarkdown(compare(before, after), "main");
    expect(markdown.split("\n").filter((line) => line.startsWith("#"))).toEqual([
      "# Compared with `main`",
      "## Controls that got worse",
      "## Controls that got better",
      "## Other controls that changed",
      "## Access that changed",
      "## Resources that changed",
    ]);
    expect(markdown).toContain("- `aws-fsbp S3.1` Buckets: passes to fails\n  - worse: ``dev/a`b``");
    expect(markdown).toMatch(/- `bucket`: `"a"` to ``"<b>`\*x\*/);
    expect(markdown).toContain("No access changed.");
  });
});
