import type { ControlResult, Finding, Outcome } from "../controls/results";
import { pairsByKey } from "./by-key";
import type { ControlChange, FindingChange } from "./comparison";

/** From best to worst. */
const outcomes: readonly Outcome[] = ["passes", "not-decided", "accepted", "fails"];

/**
 * Controls whose result or findings changed. A control that is no longer assessed got worse. Resources that are new or
 * gone count where a rule does not pass on them.
 */
export function comparedControls(
  before: readonly ControlResult[],
  after: readonly ControlResult[],
): readonly ControlChange[] {
  return pairsByKey(before, after, ({ framework, id }) => `${framework}/${id}`).flatMap(
    ({ before: old, after: current }): ControlChange[] => {
      const control = current ?? old;
      if (!control) return [];
      const findings = old && current ? comparedFindings(old.findings, current.findings) : [];
      if (old?.outcome === current?.outcome && findings.length === 0) return [];
      const { framework, id, title } = control;
      const isWorse = old !== undefined && (current === undefined || gotWorse(old.outcome, current.outcome));
      return [
        {
          framework,
          id,
          title,
          ...changeOf(old?.outcome, current?.outcome),
          findings,
          worse: isWorse || findings.some((finding) => finding.worse),
        },
      ];
    },
  );
}

function comparedFindings(before: readonly Finding[], after: readonly Finding[]): FindingChange[] {
  return pairsByKey(worstOf(before), worstOf(after), keyOf).flatMap(({ before: old, after: current }) => {
    const finding = current ?? old;
    if (!finding || old?.outcome === current?.outcome) return [];
    if ((old?.outcome ?? "passes") === (current?.outcome ?? "passes")) return [];
    const { rule, stack, address, found } = finding;
    const change = changeOf(old?.outcome, current?.outcome);
    const isWorse = current !== undefined && gotWorse(old?.outcome ?? "not-decided", current.outcome);
    return [{ rule, stack, ...(address !== undefined && { address }), ...change, found, worse: isWorse }];
  });
}

/** One finding of each rule on each resource, the worst one. */
function worstOf(findings: readonly Finding[]): Finding[] {
  const worst = new Map<string, Finding>();
  for (const finding of findings) {
    const other = worst.get(keyOf(finding));
    if (!other || gotWorse(other.outcome, finding.outcome)) worst.set(keyOf(finding), finding);
  }
  return [...worst.values()];
}

function keyOf({ rule, stack, address = "" }: Finding): string {
  return `${rule}/${stack}/${address}`;
}

function gotWorse(before: Outcome, after: Outcome): boolean {
  return outcomes.indexOf(after) > outcomes.indexOf(before);
}

function changeOf(before: Outcome | undefined, after: Outcome | undefined) {
  return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}
