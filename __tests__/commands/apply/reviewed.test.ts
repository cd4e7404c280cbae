import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkReviewed } from "../../../src/commands/apply/reviewed";
import { stackReport } from "../../../src/commands/apply/stack-report";
import { CommandError } from "../../../src/commands/cli/command-error";
import { reportOf } from "../../../src/commands/plan-report/report";
import { change, reportOn } from "../plan-report/plan-of";

const sources = { commit: "a".repeat(40), tree: "b".repeat(40), isChanged: false };
const update = (cidr_block: string) => change("aws_vpc.a", ["update"], { before: {}, after: { cidr_block } });
const report = (changes: unknown[], own: Partial<typeof sources> = {}, stack = "prod") =>
  stackReport({ stack, plan: reportOn(changes), state: undefined, sources: { ...sources, ...own } });
const reviewed = report([update("x")]);

function refusal(text: string, current = reviewed): CommandError {
  try {
    checkReviewed(text, current);
  } catch (error) {
    if (error instanceof CommandError) return error;
  }
  throw new Error("not refused");
}

test("the plan that was reviewed is accepted, from another commit as well", () => {
  expect(checkReviewed(reviewed.fingerprint ?? "", reviewed)).toHaveLength(1);
  const later = report([update("x")], { commit: "c".repeat(40), tree: "d".repeat(40) });
  expect(checkReviewed(reviewed.fingerprint ?? "", later)).toContain(
    "  commit: reviewed aaaaaaaaaaaa, now cccccccccccc",
  );
});

test("another plan is refused with the section that differs and what is in it now", () => {
  const { message, nextStep } = refusal(reviewed.fingerprint ?? "", report([update("y")]));
  expect(message).toBe(
    "this is not the plan that was reviewed:\n  section other differs, and has now 1 changes\n    aws_vpc.a (update)",
  );
  expect(nextStep).toBe("nothing was applied; review it again: npm run review -- prod");
});

test("a plan with values that are not shown is accepted only from the same sources", () => {
  const secret = [change("aws_vpc.a", ["update"], { before: {}, after: { ipv6_cidr_block: "x" } })];
  const fingerprint = report(secret).fingerprint ?? "";
  expect(checkReviewed(fingerprint, report(secret))).toHaveLength(1);
  expect(refusal(fingerprint, report(secret, { tree: "d".repeat(40) })).message).toContain("contents of the commit");
  expect(refusal(fingerprint, report(secret, { isChanged: true })).message).toContain("does not show");
});

test("the fingerprint of another stack and what is none are refused", () => {
  expect(refusal(report([], {}, "dev").fingerprint ?? "").message).toContain("the fingerprint of dev, not of prod");
  expect(refusal("nothing").message).toContain("neither a fingerprint nor a file");
});

test("a file with the report gives the difference by resource", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "reviewed-"));
  const file = path.join(folder, "review.json");
  await writeFile(file, JSON.stringify(reportOf([reviewed])));
  expect(checkReviewed(file, reviewed)).toHaveLength(1);
  const current = report([update("y"), change("aws_eip.a", ["create"])]);
  expect(refusal(file, current).message.split("\n").slice(1)).toEqual([
    "  new: aws_eip.a (create)",
    "  different: aws_vpc.a (update, now update)",
  ]);
  await rm(folder, { recursive: true });
});
