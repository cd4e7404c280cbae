import { findingsOf, acceptanceResult } from "../../../assessment/controls/findings";
import { evaluateControls } from "../../../assessment/controls/evaluate";
import { s3DataRules } from "../../../assessment/controls/rules/s3-data";
import type { AcceptedFinding } from "../../../src/settings/acceptance";
import { projectOf } from "../support/project";

const bucket = (status: string) => ({
  resource: {
    aws_s3_bucket: { a: { bucket: "a" } },
    aws_s3_bucket_versioning: { a: { bucket: "a", versioning_configuration: { status } } },
  },
});

const project = projectOf({ dev: bucket("Enabled"), prod: bucket("Suspended") }, "2026-11-27");
const [rule] = s3DataRules.filter(({ id }) => id === "s3-bucket-is-versioned");

const acceptance: AcceptedFinding = {
  rule: "s3-bucket-is-versioned",
  stack: "prod",
  reason: "A cache, which can be filled again.",
  owner: "platform-team",
  expires: "2026-11-27",
};

function control(id: string, acceptances: readonly AcceptedFinding[] = [], of = project) {
  const result = evaluateControls(of, acceptances).find((candidate) => candidate.id === id);
  if (!result) throw new Error(`no control ${id}`);
  return result;
}

describe("a control", () => {
  test("fails if one decision fails, and shows each", () => {
    const { outcome, examined, findings, summary } = control("S3.14");
    expect({ outcome, examined, summary }).toEqual({
      outcome: "fails",
      examined: 2,
      summary: "1 of 2 passes, 1 fails",
    });
    expect(findings.map(({ stack, outcome: one }) => [stack, one])).toEqual([
      ["dev", "passes"],
      ["prod", "fails"],
    ]);
  });

  test("is accepted if every failing decision is, on the last day of the acceptance too", () => {
    expect(control("S3.14", [acceptance])).toMatchObject({
      outcome: "accepted",
      summary: "1 of 2 passes, 1 is accepted",
      findings: [{ outcome: "passes" }, { outcome: "accepted", acceptance: { owner: "platform-team" } }],
    });
  });

  test("fails again after the acceptance, and says so", () => {
    const result = control("S3.14", [{ ...acceptance, expires: "2026-11-26" }]);
    expect(result.outcome).toBe("fails");
    expect(result.findings[1]?.outcome).toBe("fails");
    expect(result.findings[1]?.found).toContain("its acceptance expired on 2026-11-26");
  });

  test("is not decided if a value is known to Terraform alone, whatever is accepted", () => {
    const of = projectOf({ prod: bucket("${var.status}") });
    expect(control("S3.14", [acceptance], of)).toMatchObject({
      outcome: "not-decided",
      summary: "1 of 1 is not decided here",
    });
  });

  test("passes where none of its kind exists, and names the types that it counted", () => {
    expect(control("SQS.1")).toMatchObject({
      outcome: "passes",
      examined: 0,
      summary: "none of this kind exists: 0 aws_sqs_queue",
    });
  });

  test("is not satisfied by absence where something must exist", () => {
    expect(control("CloudTrail.1").outcome).toBe("not-decided");
  });

  test("of the account is not decided here, and says what decides it", () => {
    const { outcome, summary } = control("S3.1");
    expect(outcome).toBe("not-decided");
    expect(summary).toContain("not decided here: The account's own Block Public Access settings");
  });
});

describe("an acceptance", () => {
  test.each<[string, Partial<AcceptedFinding>, string]>([
    ["in use passes", {}, "is accepted until"],
    ["of an address that does not fail is reported", { address: "aws_s3_bucket.b*" }, "matches no failing finding"],
    ["of a stack that does not fail is reported", { stack: "dev" }, "matches no failing finding"],
    ["of all stacks is in use", { stack: "*" }, "is accepted until"],
    ["that has expired is reported", { expires: "2026-11-26" }, "expired on 2026-11-26: fix the finding, or renew"],
  ])("%s", (_, change, found) => {
    const { outcome, findings } = control("Acceptances.1", [{ ...acceptance, ...change }]);
    expect(outcome).toBe(found === "is accepted until" ? "passes" : "fails");
    expect(findings[0]?.found).toContain(found);
  });

  test("is counted once, as in use or not", () => {
    const { summary } = control("Acceptances.1", [acceptance, { ...acceptance, stack: "dev" }]);
    expect(summary).toBe("of 2 acceptances: 1 in use, 1 expired or not in use");
  });

  test("of a prefix covers no other address", () => {
    const used = new Set<AcceptedFinding>();
    const accepted = { ...acceptance, address: "aws_s3_bucket.a" };
    const findings = rule ? findingsOf(rule, project, [{ ...accepted, address: "aws_s3" }, accepted], used) : [];
    expect(findings.map(({ outcome }) => outcome)).toEqual(["passes", "accepted"]);
    expect([...used]).toEqual([accepted]);
  });

  test("gives way to one that ends later", () => {
    const later = { ...acceptance, expires: "2027-01-31" };
    const used = new Set<AcceptedFinding>();
    const findings = rule ? findingsOf(rule, project, [{ ...acceptance, expires: "2020-01-01" }, later], used) : [];
    expect(findings[1]).toMatchObject({ outcome: "accepted", acceptance: { expires: "2027-01-31" } });
    expect(acceptanceResult(project, [later], used).outcome).toBe("passes");
  });
});
