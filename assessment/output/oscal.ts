import type { ControlResult, Outcome } from "../controls/results";
import type { Assessment } from "../model/assessment";
import { identifier } from "./identifiers";
import { inventoryItems, observations, risks } from "./oscal-results";
import { controlToken, outcomeProperty, relatedRules, risksOf, startOf } from "./oscal-terms";

/** Version of the format whose published schema the tests validate against. */
const oscalVersion = "1.2.1";

/**
 * The assessment as OSCAL assessment results. Controls without a rule are not reviewed; they are in the remarks. OSCAL
 * knows two states: what is accepted or undecided is not satisfied for another reason, and its `outcome` property says
 * which. The time of everything is the beginning of the day of the assessment, in UTC.
 *
 * @see https://pages.nist.gov/OSCAL/learn/concepts/layer/assessment/assessment-results/
 */
export function oscal(assessment: Assessment) {
  const { sources } = assessment;
  const start = startOf(sources.date);
  const planId = identifier("assessment-plan");
  return {
    "assessment-results": {
      uuid: identifier("assessment-results", sources.commit ?? "", String(sources.clean), sources.date),
      metadata: {
        title: "Evidence of the EKS platform's code",
        "last-modified": start,
        version: sources.commit ?? "no commit",
        "oscal-version": oscalVersion,
      },
      "import-ap": { href: `#${planId}` },
      results: [resultOf(assessment, start)],
      "back-matter": {
        resources: [
          {
            uuid: planId,
            title: "Assessment plan",
            description: "npm run evidence decides every control from the synthesized stacks, without access to AWS.",
          },
        ],
      },
    },
  };
}

function resultOf(assessment: Assessment, start: string) {
  const { controls, sources } = assessment;
  const reviewed = controls.filter(({ rules }) => rules.length > 0);
  const others = controls.filter(({ rules }) => rules.length === 0);
  const allRisks = risks(controls);
  const items = inventoryItems(assessment);
  return {
    uuid: identifier("result", sources.commit ?? "", String(sources.clean), sources.date),
    title: "Controls that code decides",
    description: "What the synthesized stacks say of each control.",
    start,
    "local-definitions": { components: components(assessment), ...(items.length > 0 && { "inventory-items": items }) },
    "reviewed-controls": {
      "control-selections": [{ "include-controls": reviewed.map((one) => ({ "control-id": controlToken(one) })) }],
    },
    observations: observations(assessment, start),
    ...(allRisks.length > 0 && { risks: allRisks }),
    findings: reviewed.map(findingOf),
    ...(others.length > 0 && {
      remarks: ["Not decided here:", ...others.map((one) => `- ${controlToken(one)}: ${one.decidedBy ?? ""}`)].join("\n"),
    }),
  };
}

function components({ stacks }: Assessment) {
  return stacks.map(({ name, kind, account, region, resources }) => ({
    uuid: identifier("stack", name),
    type: "system",
    title: `Stack ${name}`,
    description: `${kind} stack of account ${account} in ${region} with ${resources} resources`,
    status: { state: "operational" },
  }));
}

const states: Readonly<Record<Outcome, { readonly state: string; readonly reason: string }>> = {
  passes: { state: "satisfied", reason: "pass" },
  fails: { state: "not-satisfied", reason: "fail" },
  accepted: { state: "not-satisfied", reason: "other" },
  "not-decided": { state: "not-satisfied", reason: "other" },
};

function findingOf(control: ControlResult) {
  const related = risksOf(control);
  return {
    uuid: identifier("control", control.framework, control.id),
    title: control.title,
    description: control.asks,
    props: [outcomeProperty(control.outcome)],
    target: {
      type: "objective-id",
      "target-id": controlToken(control),
      status: { ...states[control.outcome], remarks: control.summary },
    },
    "related-observations": relatedRules(control).map((rule) => ({ "observation-uuid": identifier("rule", rule) })),
    ...(related.length > 0 && { "related-risks": related.map((uuid) => ({ "risk-uuid": uuid })) }),
  };
}
