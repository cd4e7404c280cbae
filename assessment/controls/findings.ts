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
const rule = "acceptances-are-in-use";

/** The result of the acceptances: each must match a finding that fails, and none may have expired. */
export function acceptanceResult(
  project: Project,
  acceptances: readonly AcceptedFinding[],
  used: ReadonlySet<AcceptedFinding>,
): ControlResult {
  const findings = acceptances.map((acceptance): Finding => {
    const { rule: accepted, stack = "*", address = "*", expires } = acceptance;
    const subject = `${accepted} of ${stack}/${address}`;
    const found = used.has(acceptance)
      ? `${subject} is accepted until ${expires}`
      : `${subject} matches no failing finding: remove it from environments/accepted-controls.ts`;
    const isGood = used.has(acceptance) && expires >= project.sources.date;
    return { rule, stack, ...(address !== "*" && { address }), outcome: isGood ? "passes" : "fails", found };
  });
  const failed = findings.filter(({ outcome }) => outcome === "fails").length;
  return {
    framework: "reference",
    id: "Acceptances.1",
    numbers: {},
    title: "Acceptances in use",
    asks: "Each acceptance matches a finding that fails, and has not expired.",
    rules: [rule],
    outcome: failed > 0 ? "fails" : "passes",
    examined: acceptances.length,
    findings,
    summary:
      acceptances.length === 0
        ? "none of this kind exists: 0 acceptances"
        : `of ${acceptances.length} acceptances: ${acceptances.length - failed} in use, ${failed} expired or not in use`,
  };
}
