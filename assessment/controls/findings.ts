import type { AcceptedFinding } from "../../src/settings/acceptance";
import type { Project } from "../model/project";
import type { Acceptance, ControlResult, Finding } from "./results";
import type { Decision, Rule } from "./rule";

/**
 * A rule's decisions, with the acceptances applied to those that fail. What code cannot decide stays undecided, whatever
 * is accepted.
 *
 * @param used receives every acceptance that matches a failing decision
 */
export function findingsOf(
  rule: Rule,
  project: Project,
  acceptances: readonly AcceptedFinding[],
  used: Set<AcceptedFinding>,
): readonly Finding[] {
  const candidates = acceptances.filter((acceptance) => acceptance.rule === rule.id);
  return rule.decide(project).map((decision) => {
    if (decision.outcome === "passes") return { rule: rule.id, ...decision, outcome: "passes" };
    if (decision.outcome === "undecided") return { rule: rule.id, ...decision, outcome: "not-decided" };
    const matching = candidates.filter((acceptance) => covers(acceptance, decision));
    for (const acceptance of matching) used.add(acceptance);
    return failing(rule, decision, matching, project.sources.date);
  });
}

function failing(rule: Rule, decision: Decision, [...matching]: readonly AcceptedFinding[], today: string): Finding {
  const [latest] = matching.sort((one, other) => other.expires.localeCompare(one.expires));
  const finding = { rule: rule.id, ...decision, outcome: "fails" } as const;
  if (!latest) return finding;
  const acceptance = acceptanceOf(latest);
  return latest.expires < today
    ? { ...finding, acceptance, found: `${finding.found}; its acceptance expired on ${latest.expires}` }
    : { ...finding, outcome: "accepted", acceptance };
}

function acceptanceOf({ rule, reason, owner, expires }: AcceptedFinding): Acceptance {
  return { rule, reason, owner, expires };
}

function covers({ stack = "*", address = "*" }: AcceptedFinding, decision: Decision): boolean {
  return matches(stack, decision.stack) && matches(address, decision.address ?? "");
}

function matches(pattern: string, text: string): boolean {
  const expression = pattern.split("*").map((literal) => literal.replace(/[.-]/g, "\\$&"));
  return new RegExp(`^${expression.join(".*")}$`).test(text);
}

/** Name of the rule on acceptances, which no function of the synthesized stacks decides. */
export const acceptancesRule = "acceptances-are-in-use";

/** What is said of an acceptance, and what to do about it. */
const inUse = {
  counts: ({ expires }: AcceptedFinding) => `is accepted until ${expires}`,
  expired: ({ expires }: AcceptedFinding) =>
    `expired on ${expires}: fix the finding, or renew the acceptance in environments/accepted-controls.ts`,
  unused: () => "matches no failing finding: remove it from environments/accepted-controls.ts",
};

function stateOf(acceptance: AcceptedFinding, used: ReadonlySet<AcceptedFinding>, today: string): keyof typeof inUse {
  if (!used.has(acceptance)) return "unused";
  return acceptance.expires < today ? "expired" : "counts";
}

/** The result of the acceptances: each must match a finding that fails, and none may have expired. */
export function acceptanceResult(
  project: Project,
  acceptances: readonly AcceptedFinding[],
  used: ReadonlySet<AcceptedFinding>,
): ControlResult {
  const findings = acceptances.map((acceptance): Finding => {
    const { rule: accepted, stack = "*", address = "*" } = acceptance;
    const state = stateOf(acceptance, used, project.sources.date);
    const found = `${accepted} of ${stack}/${address} ${inUse[state](acceptance)}`;
    const outcome = state === "counts" ? "passes" : "fails";
    return { rule: acceptancesRule, stack, ...(address !== "*" && { address }), outcome, found };
  });
  const failed = findings.filter(({ outcome }) => outcome === "fails").length;
  return {
    framework: "reference",
    id: "Acceptances.1",
    numbers: {},
    title: "Acceptances in use",
    asks: "Each acceptance matches a finding that fails, and has not expired.",
    rules: [acceptancesRule],
    outcome: failed > 0 ? "fails" : "passes",
    examined: acceptances.length,
    findings,
    summary:
      acceptances.length === 0
        ? "none of this kind exists: 0 acceptances"
        : `of ${acceptances.length} acceptances: ${acceptances.length - failed} in use, ${failed} expired or not in use`,
  };
}
