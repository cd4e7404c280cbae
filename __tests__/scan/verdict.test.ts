import type { AcceptedBlock, Finding, Mode, ModeResult } from "../../scan/findings";
import { type Expectation, faultsOf, tally } from "../../scan/verdict";

const finding = (check: string, stack: string, address: string): Finding => ({
  check,
  stack,
  address,
  title: "Be safe",
});
const planted = finding("CKV_1", "fixture", "aws_vpc.bad");
const open = finding("CKV_39", "dev", "aws_eks_cluster.cluster");

const result = (changes: Partial<ModeResult> = {}, mode: Mode = "hcl"): ModeResult => ({
  mode,
  version: "1.0.0",
  passed: [finding("CKV_2", "dev", "aws_vpc.vpc"), finding("CKV_2", "prod", "aws_vpc.vpc")],
  failed: [planted],
  switchedOff: [],
  parsingErrors: [],
  ...changes,
});

const accepted: AcceptedBlock = { entry: 0, check: "CKV_39", stack: "dev", address: "aws_eks_cluster.cluster" };

const expectation = (changes: Partial<Expectation> = {}): Expectation => ({
  stacks: ["dev", "prod"],
  accepted: [],
  planted: ["CKV_1 aws_vpc.bad"],
  fixture: "fixture",
  ...changes,
});

describe("the verdict on a scan", () => {
  test("is good when each stack was checked, the planted faults were found and nothing else was", () => {
    expect(faultsOf([result()], expectation())).toEqual([]);
  });

  test("is good when what failed is accepted", () => {
    expect(faultsOf([result({ failed: [planted, open] })], expectation({ accepted: [accepted] }))).toEqual([]);
  });

  test("names a finding that is not accepted once, with the modes that saw it", () => {
    const failed = [planted, open];
    expect(faultsOf([result({ failed }, "terraform_json"), result({ failed })], expectation())).toEqual([
      "dev: CKV_39 aws_eks_cluster.cluster failed: Be safe (terraform_json, hcl)",
    ]);
  });

  test("does not accept the same finding of another stack, block or check", () => {
    const others = [
      { ...open, stack: "prod" },
      { ...open, address: "aws_eks_cluster.other" },
      { ...open, check: "CKV_38" },
    ];
    const faults = faultsOf([result({ failed: [planted, open, ...others] })], expectation({ accepted: [accepted] }));
    expect(faults).toHaveLength(3);
  });

  test("does not mind what is accepted and passes", () => {
    expect(faultsOf([result()], expectation({ accepted: [accepted] }))).toEqual([]);
  });

  test("is bad when a stack was not checked in one of the modes", () => {
    const onlyDev = result({ passed: [finding("CKV_2", "dev", "aws_vpc.vpc")] }, "terraform_json");
    expect(faultsOf([onlyDev, result()], expectation())).toEqual(["terraform_json: no resource of prod was checked"]);
  });

  test("is bad when nothing was checked", () => {
    expect(faultsOf([result({ passed: [], failed: [] })], expectation())).toEqual([
      "hcl: no resource of dev was checked",
      "hcl: no resource of prod was checked",
      "hcl: missed the planted misconfiguration CKV_1 aws_vpc.bad",
    ]);
  });

  test("is bad when a file could not be read, for checkov itself passes it over", () => {
    expect(faultsOf([result({ parsingErrors: ["/dev/cdk.tf.json"] })], expectation())).toEqual([
      "hcl: could not read /dev/cdk.tf.json",
    ]);
  });

  test("is bad when a check was disabled anywhere but on the list", () => {
    expect(faultsOf([result({ switchedOff: [open] })], expectation())).toEqual([
      "hcl: dev: CKV_39 aws_eks_cluster.cluster is disabled where it is defined",
    ]);
  });

  test("counts the stacks without the fixture", () => {
    const failed = [planted, open, finding("CKV_40", "prod", "aws_vpc.vpc")];
    expect(tally(result({ failed }), expectation({ accepted: [accepted] }))).toEqual({
      passed: 2,
      failed: 1,
      skipped: 1,
      resources: 3,
    });
  });
});
