import { reportMarkdown } from "../../../../src/commands/plan-report/render/markdown";
import { reportOf } from "../../../../src/commands/plan-report/report";
import { change, reportOn, reportWith } from "../plan-of";

const tagged = (value: string) =>
  reportWith(reportOn([change("aws_vpc.a", ["update"], { before: {}, after: { tags: { note: value } } })]));

test.each([
  ["a column", "a | b", "`a | b`"],
  ["backticks", "a `b` ``c``", "``` a `b` ``c`` ```"],
  ["a tag of HTML", "<script>alert(1)</script>", "`<script>alert(1)</script>`"],
  ["the end of a comment", "--> <details>", "`--> <details>`"],
  ["a link", "[a](https://example.com)", "`[a](https://example.com)`"],
  ["a mention", "@octocat #1", "`@octocat #1`"],
  ["a line break", "a\n# b", "`a\\n# b`"],
  ["a change of direction", "a\u202eb", "`a\\u202eb`"],
])("%s in a tag stays text", (_, value, code) => {
  const lines = reportMarkdown(tagged(value)).split("\n");
  expect(lines.filter((line) => line.includes("tags.note"))).toEqual([
    `  - \`tags.note\`: ${code}`,
    `  - \`tags.note\`: ${code}`,
  ]);
});

test("the comment is found by its first line, and two reports of the same plan are equal", () => {
  const comment = reportMarkdown(tagged("x"));
  expect(comment).toMatch(/^<!-- npm run review: prod -->\n/);
  expect(reportMarkdown(tagged("x"))).toBe(comment);
});

test("what matters least is left out of a long comment, which says how much", () => {
  const routes = Array.from({ length: 1500 }, (_, index) =>
    change(`aws_route.route_${index}`, ["update"], { before: {}, after: { destination_cidr_block: "10.0.0.0/8" } }),
  );
  const comment = reportMarkdown(
    reportWith(reportOn([...routes, change("aws_kms_key.key", ["delete"], { before: {}, after: null })])),
  );
  expect(comment.length).toBeLessThanOrEqual(65_536);
  expect(comment.length).toBeGreaterThan(55_000);
  expect(comment).toContain("`aws_kms_key.key` is destroyed");
  const [, omitted = "0"] = /… (\d+) more, left out/.exec(comment) ?? [];
  expect(comment.match(/^- `aws_route/gm)).toHaveLength(1500 - Number(omitted));
});

test("several stacks begin with a line each", () => {
  const { stacks } = tagged("x");
  const comment = reportMarkdown(reportOf([...stacks, { stack: "dev", outcome: "failed", message: "no bucket" }]));
  expect(comment.split("\n").slice(0, 6)).toEqual([
    "<!-- npm run review: prod dev -->",
    "",
    "## Review",
    "",
    "- prod: 0 to add, 1 to change, 0 to destroy",
    "- dev: failed: `no bucket`",
  ]);
});

test("a text without characters does not join the code beside it", () => {
  const policy = JSON.stringify({ Statement: { Effect: "Allow", Action: "", Resource: "" } });
  const comment = reportMarkdown(reportWith(reportOn([change("aws_iam_policy.a", ["create"], { after: { policy } })])));
  expect(comment).toContain('actions `""`; resources `""`');
});

test("a long text is cut between characters", () => {
  expect(reportMarkdown(tagged(`a${"😀".repeat(300)}`))).not.toMatch(/\p{Surrogate}/u);
});

test.each([30, 60, 200])("a comment about %d stacks has at most 65,536 characters, and says what it lacks", (count) => {
  const changes = [
    change("aws_kms_key.a", ["delete"], { before: {}, after: null }),
    change("aws_nat_gateway.a", ["delete"], { before: {}, after: null }),
    change("aws_iam_role.a", ["create"], { after: { name: "a" } }),
    change("aws_vpc.a", ["update"], { before: {}, after: { cidr_block: "10.0.0.0/16" } }),
  ];
  const fingerprint = `1:environment:${"0123456789ab".repeat(10)}`;
  const message = "x".repeat(500);
  const stacks = Array.from({ length: count }, (_, index) =>
    index % 2 === 0
      ? { stack: `environment-${index}`, outcome: "changes" as const, fingerprint, plan: reportOn(changes) }
      : { stack: `environment-${index}`, outcome: "failed" as const, message, nextStep: message },
  );
  const comment = reportMarkdown(reportOf(stacks));
  expect(comment.length).toBeLessThanOrEqual(65_536);
  expect(comment).toContain("- environment-0: 1 to add, 1 to change, 2 to destroy");
  if (count > 30) expect(comment).toContain("left out because");
});
