import type { AcceptedFinding } from "../../src/settings/acceptance";
import { frameworks } from "./frameworks";
import type { Project } from "../model/project";
import { acceptanceResult, findingsOf } from "./findings";
import { type Control, type ControlResult, type Finding, type Outcome, outcomes } from "./results";
import type { Rule } from "./rule";
import { rules } from "./rules";

/**
 * The result of every control of every framework, and of the acceptances themselves: one that matches no failing finding
 * fails a control of the reference.
 *
 * @throws Error when a control names a rule that does not exist
 */
export function evaluateControls(project: Project, acceptances: readonly AcceptedFinding[]): ControlResult[] {
  const used = new Set<AcceptedFinding>();
  const findings = new Map(rules.map((rule) => [rule.id, findingsOf(rule, project, acceptances, used)]));
  const results = frameworks.flatMap(({ controls }) => controls.map((control) => resultOf(control, findings)));
  const [first] = frameworks;
  const ofReference = first?.controls.length ?? 0;
  return [
    ...results.slice(0, ofReference),
    acceptanceResult(project, acceptances, used),
    ...results.slice(ofReference),
  ];
}

function resultOf(control: Control, byRule: ReadonlyMap<string, readonly Finding[]>): ControlResult {
  if (control.decidedBy !== undefined) {
    const summary = `not decided here: ${control.decidedBy}`;
    return { ...control, outcome: "not-decided", examined: 0, findings: [], summary };
  }
  const findings = control.rules.flatMap((id) => {
    const found = byRule.get(id);
    if (!found) throw new Error(`control ${control.id} names the rule ${id}, which does not exist`);
    return found;
  });
  const examined = new Set(findings.map(({ stack, address }) => `${stack}/${address ?? ""}`)).size;
  return { ...control, outcome: outcomeOf(findings), examined, findings, summary: summaryOf(control, findings) };
}

/** The worst outcome; without a finding, the control passes, as there is nothing that it is about. */
function outcomeOf(findings: readonly Finding[]): Outcome {
  return [...outcomes].reverse().find((outcome) => findings.some((finding) => finding.outcome === outcome)) ?? "passes";
}

/** Each outcome in words, of one decision and of several. */
const words: Readonly<Record<Outcome, readonly [one: string, several: string]>> = {
  passes: ["passes", "pass"],
  fails: ["fails", "fail"],
  accepted: ["is accepted", "are accepted"],
  "not-decided": ["is not decided here", "are not decided here"],
};

function summaryOf(control: Control, findings: readonly Finding[]): string {
  if (findings.length === 0) {
    const types = [...new Set(control.rules.flatMap(typesOf))];
    return `none of this kind exists: ${types.map((type) => `0 ${type}`).join(", ")}`;
  }
  const counts = outcomes.flatMap((outcome) => {
    const count = findings.filter((finding) => finding.outcome === outcome).length;
    return count === 0 ? [] : [{ count, word: words[outcome][count === 1 ? 0 : 1] }];
  });
  return counts
    .map(({ count, word }, position) => `${count} ${position === 0 ? `of ${findings.length} ` : ""}${word}`)
    .join(", ");
}

function typesOf(id: string): Rule["types"] {
  return rules.find((rule) => rule.id === id)?.types ?? [];
}
