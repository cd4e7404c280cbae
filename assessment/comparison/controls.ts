import { type ControlResult, type Finding, type Outcome, outcomes } from "../controls/results";
import { pairsByKey } from "./by-key";
import type { ControlChange, Direction, FindingChange } from "./comparison";

/**
 * Controls whose result or findings changed. A control that is no longer assessed got worse. Resources that are new or
 * gone count where a rule does not pass on them; a new one is worse where it fails.
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
      const own = current ? directionOf(old?.outcome, current.outcome) : "worse";
      return [
        {
          framework,
          id,
          title,
          ...changeOf(old?.outcome, current?.outcome),
          findings,
          direction: firstOf([own, ...findings.map(({ direction }) => direction)]),
        },
      ];
    },
  );
}

function comparedFindings(before: readonly Finding[], after: readonly Finding[]): FindingChange[] {
  const pairs = pairsByKey(worstOf(before), worstOf(after), keyOf);
  const changes = pairs.flatMap(({ before: old, after: current }): FindingChange[] => {
    const finding = current ?? old;
    if (!finding || old?.outcome === current?.outcome) return [];
    if ((old?.outcome ?? "passes") === (current?.outcome ?? "passes")) return [];
    const { rule, stack, address, found } = finding;
    const change = changeOf(old?.outcome, current?.outcome);
    const isNewFailure = !old && current?.outcome === "fails";
    const direction = isNewFailure ? "worse" : directionOf(old?.outcome, current?.outcome);
    return [{ rule, stack, ...(address !== undefined && { address }), ...change, found, direction }];
  });
  return directions.flatMap((direction) => changes.filter((change) => change.direction === direction));
}

/** One finding of each rule on each resource, the worst one. */
function worstOf(findings: readonly Finding[]): Finding[] {
  const worst = new Map<string, Finding>();
  for (const finding of findings) {
    const other = worst.get(keyOf(finding));
    if (!other || outcomes.indexOf(finding.outcome) > outcomes.indexOf(other.outcome))
      worst.set(keyOf(finding), finding);
  }
  return [...worst.values()];
}

function keyOf({ rule, stack, address = "" }: Finding): string {
  return `${rule}/${stack}/${address}`;
}

/** The direction that decides first. */
const directions: readonly Direction[] = ["worse", "better", "other"];

function firstOf(all: readonly Direction[]): Direction {
  return directions.find((direction) => all.includes(direction)) ?? "other";
}

/** What fails and is then undecided is not better: code can no longer tell. */
function directionOf(before?: Outcome, after?: Outcome): Direction {
  if (before === undefined || after === undefined || before === after) return "other";
  if (before === "fails" && after === "not-decided") return "other";
  return outcomes.indexOf(after) > outcomes.indexOf(before) ? "worse" : "better";
}

function changeOf(before: Outcome | undefined, after: Outcome | undefined) {
  return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}
