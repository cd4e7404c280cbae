import type { ControlResult, Finding } from "../controls/results";

/** The findings of all rules, once each: a rule may decide several controls. */
export function findingsOfRules(controls: readonly ControlResult[]): readonly Finding[] {
  const findings = controls.flatMap((control) => control.findings);
  return [...new Map(findings.map((finding) => [JSON.stringify(keyOf(finding)), finding])).values()];
}

function keyOf({ rule, stack, address = "", attribute = "", found }: Finding): readonly string[] {
  return [rule, stack, address, attribute, found];
}
