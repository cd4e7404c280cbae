import { frameworks } from "../../../assessment/controls/frameworks";
import { rules } from "../../../assessment/controls/rules";
import type { Rule } from "../../../assessment/controls/rule";
import type { Project } from "../../../assessment/model/project";
import { cases as absence } from "./cases/absence";
import { cases as ecr } from "./cases/ecr";
import { cases as eks } from "./cases/eks";
import { cases as iam } from "./cases/iam";
import { cases as network } from "./cases/network";
import { cases as s3 } from "./cases/s3";
import { cases as securityGroups } from "./cases/security-groups";
import { cases as services } from "./cases/services";
import { cases as state } from "./cases/state";
import type { RuleCase, RuleCases } from "./rule-cases";

const cases: RuleCases = {
  ...absence,
  ...ecr,
  ...eks,
  ...iam,
  ...network,
  ...s3,
  ...securityGroups,
  ...services,
  ...state,
};

/** Rules that code alone cannot find failing: what they ask of may be there in the account, unseen. */
const failInTheAccount = /^(no-|trail-records-all-object-|topic-has-recipient|eks-nodes-have-launch-template)/;

/** Rules whose decision depends on no value that Terraform evaluates. */
const dependOnNoValue = ["state-is-not-shared"];

function outcomes({ decide }: Rule, project: Project | undefined): string[] {
  return project ? decide(project).map(({ outcome }) => outcome) : [];
}

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  const { passing, failing, unknown } = cases[id] ?? ({} as Partial<RuleCase>);

  test("passes what it demands", () => {
    expect(passing).toBeDefined();
    expect(outcomes(rule, passing).filter((outcome) => outcome !== "passes")).toEqual([]);
    expect(outcomes(rule, passing).length > 0 || id.startsWith("no-")).toBe(true);
  });

  test("fails what it does not", () => {
    expect(outcomes(rule, failing).includes("fails")).toBe(!failInTheAccount.test(id));
  });

  test("leaves undecided what Terraform alone knows", () => {
    expect(outcomes(rule, unknown).includes("undecided")).toBe(!dependOnNoValue.includes(id));
    expect(outcomes(rule, unknown)).not.toContain("fails");
  });
});

const controls = frameworks.flatMap((framework) => framework.controls);

describe("the frameworks", () => {
  test("have each ID once", () => {
    const ids = controls.map(({ framework, id }) => `${framework} ${id}`);
    expect(ids.filter((id, position) => ids.indexOf(id) !== position)).toEqual([]);
  });

  test("decide each control by rules that exist, or say what decides it", () => {
    const known = rules.map(({ id }) => id);
    const undecidable = controls.filter(({ rules: own, decidedBy }) =>
      decidedBy === undefined ? own.length === 0 || !own.every((id) => known.includes(id)) : own.length > 0,
    );
    expect(undecidable).toEqual([]);
  });

  test("use each rule", () => {
    const used = controls.flatMap(({ rules: own }) => own);
    expect(rules.filter(({ id }) => !used.includes(id)).map(({ id }) => id)).toEqual([]);
  });
});
