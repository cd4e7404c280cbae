import type { PolicyDocument, PolicyStatement } from "../../emulator/referee/policy-document";
import { uncertaintyIn } from "./documents";
import type { Ask } from "./question";
import { statementsAbout } from "./relevance";

/**
 * What is assumed of conditions whose value is unknown: that each lets its statement allow the most or the least; or the
 * most of those of the request (`certain`) or of what code does not know (`unconditional`), and the least of the others.
 */
export type Assumption = "most" | "certain" | "unconditional" | "least";

const reduced = new WeakMap<PolicyDocument, Map<string, PolicyDocument>>();

/**
 * The statements of a policy about a request, with unknown conditions as assumed. The same object for the same
 * arguments, so that the simulator checks it once.
 *
 * @param unknown names of condition keys
 */
export function assuming(
  policy: PolicyDocument,
  ask: Ask,
  unknown: readonly string[],
  assumption: Assumption,
): PolicyDocument {
  const statements = statementsAbout(policy, ask);
  const byArguments = reduced.get(policy) ?? new Map<string, PolicyDocument>();
  reduced.set(policy, byArguments);
  const key = JSON.stringify([statements.map(({ Sid }) => Sid), unknown, assumption]);
  const found = byArguments.get(key) ?? {
    ...policy,
    Statement: statements.flatMap((statement) => assumed(statement, unknown, assumption)),
  };
  byArguments.set(key, found);
  return found;
}

function assumed(
  statement: PolicyStatement,
  unknown: readonly string[],
  assumption: Assumption,
): readonly PolicyStatement[] {
  const keys = keysOf(statement).filter((key) => unknown.includes(key));
  if (keys.length === 0) return [statement];
  const allowsMost = keys.map(
    (key) => assumption === "most" || assumption === (uncertaintyIn(key) === undefined ? "certain" : "unconditional"),
  );
  const isAllow = statement.Effect === "Allow";
  const holds = allowsMost.every((most) => most === isAllow);
  return holds ? [without(statement, keys)] : [];
}

function without(statement: PolicyStatement, keys: readonly string[]): PolicyStatement {
  const { Condition = {}, ...rest } = statement;
  const tests = Object.entries(Condition).map(
    ([test, tested]) =>
      [test, Object.fromEntries(Object.entries(tested).filter(([key]) => !keys.includes(key)))] as const,
  );
  const kept = tests.filter(([, tested]) => Object.keys(tested).length > 0);
  return kept.length === 0 ? rest : { ...rest, Condition: Object.fromEntries(kept) };
}

/** Names of the condition keys that a statement tests. */
export function keysOf({ Condition = {} }: PolicyStatement): readonly string[] {
  return Object.values(Condition).flatMap((keys) => Object.keys(keys));
}
