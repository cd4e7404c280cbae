import type { ControlResult, Finding } from "../controls/results";
import { rules } from "../controls/rules";
import type { Assessment } from "../model/assessment";
import { findingsOfRules } from "./findings-of-rules";
import { identifier } from "./identifiers";
import { outcomeProperty, property, relatedRules, riskIdentifier, startOf } from "./oscal-terms";

/** The resources, as inventory items of their stack. */
export function inventoryItems({ inventory }: Assessment) {
  return inventory.map(({ stack, address, type, account, region }) => ({
    uuid: identifier("resource", stack, address),
    description: `${stack}/${address}`,
    props: [...property("type", type), ...property("account", account), ...property("region", region)],
    "implemented-components": [{ "component-uuid": identifier("stack", stack) }],
  }));
}

/** One observation for each rule, on the resources that it examined. */
export function observations(assessment: Assessment, collected: string) {
  const { controls } = assessment;
  const known = new Set(assessment.inventory.map(({ stack, address }) => `${stack}/${address}`));
  const stacks = new Set(assessment.stacks.map(({ name }) => name));
  const findings = findingsOfRules(controls);
  return [...new Set(controls.flatMap(relatedRules))].map((id) => {
    const ofRule = findings.filter(({ rule }) => rule === id);
    const subjects = ofRule.flatMap((finding) => subjectOf(finding, known, stacks));
    return {
      uuid: identifier("rule", id),
      title: id,
      description: rules.find((rule) => rule.id === id)?.demands ?? askedBy(id, controls),
      methods: ["EXAMINE"],
      types: ["control-objective"],
      ...(subjects.length > 0 && { subjects }),
      "relevant-evidence": [{ href: "controls.json", description: `${ofRule.length} findings of the rule` }],
      collected,
    };
  });
}

function askedBy(rule: string, controls: readonly ControlResult[]): string {
  return controls.find((control) => control.rules.includes(rule))?.asks ?? rule;
}

/** A finding on neither a resource nor a stack, such as one on an acceptance, has no subject. */
function subjectOf(finding: Finding, resources: ReadonlySet<string>, stacks: ReadonlySet<string>) {
  const { stack, address = "", outcome, found } = finding;
  const name = `${stack}/${address}`;
  const common = { props: [outcomeProperty(outcome)], remarks: found };
  if (resources.has(name)) {
    return [{ "subject-uuid": identifier("resource", stack, address), type: "inventory-item", title: name, ...common }];
  }
  if (!stacks.has(stack)) return [];
  return [{ "subject-uuid": identifier("stack", stack), type: "component", title: name, ...common }];
}

/** What the acceptances of findings leave, each until its last day. */
export function risks(controls: readonly ControlResult[]) {
  const accepted = findingsOfRules(controls).flatMap(({ outcome, acceptance }) =>
    outcome === "accepted" && acceptance ? [acceptance] : [],
  );
  const unique = new Map(accepted.map((acceptance) => [riskIdentifier(acceptance), acceptance]));
  return [...unique].map(([uuid, { rule, reason, owner, expires }]) => ({
    uuid,
    title: `Accepted: ${rule}`,
    description: reason,
    statement: reason,
    props: [...property("owner", owner), ...property("expires", expires)],
    status: "deviation-approved",
    deadline: startOf(expires),
  }));
}
