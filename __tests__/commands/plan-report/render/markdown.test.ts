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
