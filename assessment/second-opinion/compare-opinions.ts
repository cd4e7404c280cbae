import type { AcceptedBlock, Finding as CheckovFinding, ModeResult } from "../../scan/findings";
import { findingKey } from "../../scan/findings";
import type { ControlResult, Finding } from "../controls/results";
import { checksWithoutRule, comparedChecks } from "./checks";
import type { Difference, SecondOpinion } from "./opinion";

/** What checkov found in the stacks, and the reasons for which its findings are accepted. */
export interface CheckovOpinion {
  readonly stacks: readonly string[];
  readonly results: readonly ModeResult[];
  readonly accepted: readonly AcceptedBlock[];

  /** Reason of an accepted kind of finding, by its position in the list. */
  readonly reasonOf: (entry: number) => string | undefined;
}

/** Every difference between the decisions of checkov and those of the rules, with its explanation. */
export function compareOpinions(controls: readonly ControlResult[], checkov: CheckovOpinion): SecondOpinion {
  const findings = findingsByRule(controls);
  const opinions = opinionsByCheck(checkov);
  const compared = [...opinions].map(([check, opinion]) => {
    const known = comparedChecks[check];
    return known ? comparedCheck(check, opinion, known, findings, checkov) : uncomparedCheck(check, opinion, checkov);
  });
  return {
    version: checkov.results[0]?.version ?? "unknown",
    agreements: compared.reduce((sum, { agreements }) => sum + agreements, 0),
    differences: compared.flatMap(({ differences }) => differences),
  };
}

interface Opinion {
  readonly title: string;
  readonly passed: readonly CheckovFinding[];
  readonly failed: readonly CheckovFinding[];
}

interface Compared {
  readonly agreements: number;
  readonly differences: readonly Difference[];
}

/** Decisions of a check on each block, by check; one that fails in either format fails. */
function opinionsByCheck({ results, stacks }: CheckovOpinion): Map<string, Opinion> {
  const ours = (list: readonly CheckovFinding[]) => list.filter(({ stack }) => stacks.includes(stack));
  const failed = new Map(results.flatMap((result) => ours(result.failed)).map((one) => [findingKey(one), one]));
  const passed = new Map(results.flatMap((result) => ours(result.passed)).map((one) => [findingKey(one), one]));
  for (const key of failed.keys()) passed.delete(key);
  const all = [...failed.values(), ...passed.values()];
  const checks = [...new Set(all.map(({ check }) => check))].sort();
  const of = (findings: Iterable<CheckovFinding>, check: string) =>
    [...findings]
      .filter((one) => one.check === check)
      .sort((one, other) => compareText(resourceOf(one), resourceOf(other)));
  return new Map(
    checks.map((check) => [
      check,
      {
        title: all.find((one) => one.check === check)?.title ?? check,
        passed: of(passed.values(), check),
        failed: of(failed.values(), check),
      },
    ]),
  );
}

function findingsByRule(controls: readonly ControlResult[]): Map<string, readonly Finding[]> {
  const byRule = new Map<string, readonly Finding[]>();
  for (const finding of controls.flatMap(({ findings }) => findings)) {
    if (byRule.get(finding.rule)?.includes(finding)) continue;
    byRule.set(finding.rule, [...(byRule.get(finding.rule) ?? []), finding]);
  }
  return byRule;
}

function comparedCheck(
  check: string,
  { title, passed, failed }: Opinion,
  { rules, differs }: (typeof comparedChecks)[string],
  findings: ReadonlyMap<string, readonly Finding[]>,
  checkov: CheckovOpinion,
): Compared {
  const ours = rules.flatMap((rule) => findings.get(rule) ?? []);
  const unseen = failed.filter((one) => failingNear(one, ours) === undefined);
  const stricter = passed.filter((one) => failingAt(one, ours) !== undefined);
  const common = { check, title, rules, passed: passed.length };
  return {
    agreements: passed.length + failed.length - unseen.length - stricter.length,
    differences: [
      ...byExplanation("checkov-fails", common, unseen, (one) => acceptedReason(one, checkov) ?? differs),
      ...byExplanation("rules-fail", common, stricter, (one) => differs ?? failingAt(one, ours)?.acceptance?.reason),
    ],
  };
}

function uncomparedCheck(check: string, { title, passed, failed }: Opinion, checkov: CheckovOpinion): Compared {
  const explanation = checksWithoutRule[check];
  const common = { check, title, rules: [], passed: passed.length };
  const differences = byExplanation("no-rule", common, failed, (one) => acceptedReason(one, checkov) ?? explanation);
  if (differences.length > 0) return { agreements: 0, differences };
  return {
    agreements: 0,
    differences: [{ kind: "no-rule", ...common, resources: [], explanation: explanation ?? unexplained }],
  };
}

const unexplained = "Not explained: compare what the check asks with the rules, and add it to their table.";

/** One difference for each explanation. */
function byExplanation(
  kind: Difference["kind"],
  common: Omit<Difference, "kind" | "resources" | "explanation">,
  findings: readonly CheckovFinding[],
  explain: (finding: CheckovFinding) => string | undefined,
): Difference[] {
  const groups = new Map<string, string[]>();
  for (const finding of findings) {
    const explanation = explain(finding) ?? unexplained;
    groups.set(explanation, [...(groups.get(explanation) ?? []), resourceOf(finding)]);
  }
  return [...groups].map(([explanation, resources]) => ({ kind, ...common, resources, explanation }));
}

/** A finding of the rules that fails or is accepted on the same resource. */
function failingAt({ stack, address }: CheckovFinding, findings: readonly Finding[]): Finding | undefined {
  return findings.find(
    (finding) =>
      finding.stack === stack &&
      finding.address === address &&
      (finding.outcome === "fails" || finding.outcome === "accepted"),
  );
}

/** The same; where the rules decide on other resources than checkov, in the same stack. */
function failingNear(one: CheckovFinding, findings: readonly Finding[]): Finding | undefined {
  const ofStack = findings.filter(({ stack }) => stack === one.stack);
  if (ofStack.some(({ address }) => address === one.address)) return failingAt(one, findings);
  return ofStack.find(({ outcome }) => outcome === "fails" || outcome === "accepted");
}

function acceptedReason(finding: CheckovFinding, { accepted, reasonOf }: CheckovOpinion): string | undefined {
  const block = accepted.find((one) => findingKey(one) === findingKey(finding));
  return block && reasonOf(block.entry);
}

function resourceOf({ stack, address }: CheckovFinding): string {
  return `${stack}/${address}`;
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
