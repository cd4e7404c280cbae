import type { AccessCase } from "./policies";
import type { PolicyStatement } from "./policy-document";

/**
 * All cases, in the order in which they are likely to reveal the change of a statement.
 *
 * @param after without it, the statement is removed
 */
export function likeliestFirst(
  cases: readonly AccessCase[],
  before: PolicyStatement,
  after?: PolicyStatement,
): AccessCase[] {
  const likelihood = likelihoodOf(before, after);
  // Among equally likely ones, neighbours are from all parts of the list.
  const rounds = Math.ceil(cases.length / 20);
  const scored = cases.map((row, index) => ({ row, score: likelihood(row), round: index % rounds }));
  return scored.sort((one, other) => other.score - one.score || one.round - other.round).map(({ row }) => row);
}

/**
 * How likely a change of a statement changes the decision on a case: above all if the action is the statement's, then
 * the more of the case is what the statement names and what changes. What a Deny names are mostly exceptions.
 */
function likelihoodOf(before: PolicyStatement, after?: PolicyStatement): (row: AccessCase) => number {
  const [oldValues, newValues] = [before, after].map((statement) => valuesIn({ ...statement, Action: [] }));
  const isAction = matcherOf(before.NotAction ? ["*"] : [...(before.Action ?? []), ...(after?.Action ?? [])]);
  const isChangedAction = matcherOf(after ? difference(before.Action, after.Action) : []);
  const isChanged = matcherOf(difference(oldValues, newValues));
  const isNamed = matcherOf(oldValues ?? []);
  return ({ action, principal, resource, context = {} }) => {
    const given = Object.values(context).flat();
    const named = before.Effect === "Allow" ? [principal, resource, ...given] : given;
    const counts = [
      100 * Number(isAction(action)),
      10 * Number(isChangedAction(action)),
      2 * [principal, resource, ...given].filter(isChanged).length,
      named.filter(isNamed).length,
    ];
    return counts.reduce((sum, count) => sum + count);
  };
}

/** Whether a text matches one of some patterns of IAM. */
function matcherOf(patterns: readonly string[]): (text: string) => boolean {
  const sources = patterns.map((pattern) =>
    pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", "."),
  );
  const expression = new RegExp(`^(${sources.join("|")})$`);
  return (text) => expression.test(text);
}

function valuesIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(valuesIn) : [];
}

function difference(some: readonly string[] = [], others: readonly string[] = []): string[] {
  return [...some.filter((value) => !others.includes(value)), ...others.filter((value) => !some.includes(value))];
}
