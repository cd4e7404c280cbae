import type { ControlResult, Finding } from "../../../assessment/controls/results";
import { type CheckovOpinion, compareOpinions } from "../../../assessment/second-opinion/compare-opinions";
import { checksWithoutRule, comparedChecks } from "../../../assessment/second-opinion/checks";
import { rules } from "../../../assessment/controls/rules";

const versioned = { rule: "s3-bucket-is-versioned", stack: "dev", address: "aws_s3_bucket.a", found: "status" };

function controls(...findings: Finding[]): ControlResult[] {
  const control = { framework: "aws-fsbp", id: "S3.14", numbers: {}, title: "", asks: "", summary: "", rules: [] };
  return [{ ...control, outcome: "passes", examined: findings.length, findings }];
}

const check = { check: "CKV_AWS_21", title: "Versioning", stack: "dev", address: "aws_s3_bucket.a" };

function checkov(opinion: Partial<CheckovOpinion["results"][number]>, accepted: CheckovOpinion["accepted"] = []) {
  const nothing = { passed: [], failed: [], switchedOff: [], parsingErrors: [] };
  return {
    stacks: ["dev"],
    results: [{ mode: "terraform_json" as const, version: "3.2.1", ...nothing, ...opinion }],
    accepted,
    reasonOf: () => "A reason.",
  };
}

test("counts decisions on which both agree, whether they pass or fail", () => {
  const pass = compareOpinions(controls({ ...versioned, outcome: "passes" }), checkov({ passed: [check] }));
  const fail = compareOpinions(controls({ ...versioned, outcome: "accepted" }), checkov({ failed: [check] }));
  expect(pass).toEqual({ version: "3.2.1", agreements: 1, differences: [] });
  expect(fail).toEqual({ version: "3.2.1", agreements: 1, differences: [] });
});

test("lists what checkov fails and the rules pass, with the reason for which it is accepted", () => {
  const accepted = [{ entry: 0, check: "CKV_AWS_21", stack: "dev", address: "aws_s3_bucket.a" }];
  const { agreements, differences } = compareOpinions(
    controls({ ...versioned, outcome: "passes" }),
    checkov({ failed: [check] }, accepted),
  );
  expect(agreements).toBe(0);
  expect(differences).toEqual([
    expect.objectContaining({ kind: "checkov-fails", resources: ["dev/aws_s3_bucket.a"], explanation: "A reason." }),
  ]);
});

test("lists what the rules fail and checkov passes, with the reason of the acceptance", () => {
  const acceptance = { rule: versioned.rule, reason: "A cache.", owner: "team", expires: "2027-01-01" };
  const { differences } = compareOpinions(
    controls({ ...versioned, outcome: "accepted", acceptance }),
    checkov({ passed: [check] }),
  );
  expect(differences).toEqual([expect.objectContaining({ kind: "rules-fail", explanation: "A cache." })]);
});

test("says so where nothing explains a difference", () => {
  const { differences } = compareOpinions(
    controls({ ...versioned, outcome: "passes" }),
    checkov({ failed: [check, { ...check, check: "CKV_AWS_9999" }] }),
  );
  expect(differences.map(({ kind, explanation }) => [kind, explanation.slice(0, 13)])).toEqual([
    ["checkov-fails", "Not explained"],
    ["no-rule", "Not explained"],
  ]);
});

test("compares with decisions on other resources of the stack where the two look at different ones", () => {
  const flag = { ...check, check: "CKV_AWS_53", address: "aws_s3_bucket_public_access_block.a" };
  const open: Finding = { ...versioned, rule: "s3-bucket-blocks-public-access", outcome: "fails" };
  expect(compareOpinions(controls(open), checkov({ failed: [flag] }))).toMatchObject({
    agreements: 1,
    differences: [],
  });
});

test("counts a block once that fails in one format and passes in the other, as failing", () => {
  const opinion = checkov({ failed: [check] });
  const both = { ...opinion, results: [...opinion.results, ...checkov({ passed: [check] }).results] };
  expect(compareOpinions(controls({ ...versioned, outcome: "fails" }), both).agreements).toBe(1);
});

test("a check is either compared with rules that exist or has none, with a reason", () => {
  const known = rules.map(({ id }) => id);
  const named = Object.values(comparedChecks).flatMap((compared) => compared.rules);
  expect(named.filter((id) => !known.includes(id))).toEqual([]);
  expect(Object.keys(comparedChecks).filter((id) => id in checksWithoutRule)).toEqual([]);
});
