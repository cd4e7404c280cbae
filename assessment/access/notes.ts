import type { PolicyStatement } from "../../emulator/referee/policy-document";
import { keysOf } from "./assumptions";
import { conditionText } from "./condition-text";
import { type Document, uncertaintyIn } from "./documents";

/**
 * The tests of some keys in statements, and what code does not know of the statements.
 *
 * @param groups documents of which one statement that allows is enough: the caller's, the boundary, that of the resource
 */
export function notes(
  names: readonly string[],
  groups: readonly (readonly Document[])[],
  keys: readonly string[],
): readonly string[] {
  const described = groups.map((documents) => describedIn(names, documents, keys));
  const allowing = described.map(conditionsOfAllow);
  const texts = described.flatMap((statements, position) => [
    ...statements.flatMap(({ uncertain }) => uncertain),
    ...allowingText(allowing[position] ?? [], allowing),
    ...conditionsOf(statements, "Deny").map((condition) => `not where ${condition}`),
  ]);
  return [...new Set(texts)];
}

/** What a statement tests, and what code does not know of it. */
interface Described {
  readonly effect: PolicyStatement["Effect"];
  readonly uncertain: readonly string[];
  readonly condition: string;
}

function describedIn(
  names: readonly string[],
  documents: readonly Document[],
  keys: readonly string[],
): readonly Described[] {
  return documents.flatMap(({ address, policy }) =>
    policy.Statement.filter(({ Sid }) => names.includes(`${address}/${Sid}`)).map((statement) => {
      const tested = keysOf(statement).filter((key) => keys.includes(key));
      const known = tested.filter((key) => uncertaintyIn(key) === undefined);
      const uncertain = tested.flatMap((key) => uncertaintyIn(key) ?? []);
      return { effect: statement.Effect, uncertain, condition: conditionText(statement, known) };
    }),
  );
}

/** Conditions of which one is enough; none where a statement has no condition. */
function conditionsOfAllow(statements: readonly Described[]): readonly string[] {
  const isFree = statements.some(
    ({ effect, uncertain, condition }) => effect === "Allow" && uncertain.length === 0 && condition === "",
  );
  return isFree ? [] : conditionsOf(statements, "Allow");
}

function conditionsOf(statements: readonly Described[], effect: Described["effect"]): readonly string[] {
  const conditions = statements.filter((one) => one.effect === effect).map(({ condition }) => condition);
  return [...new Set(conditions.filter((condition) => condition !== ""))];
}

/** Conditions in words, unless those of another group are some of them alone. */
function allowingText(conditions: readonly string[], all: readonly (readonly string[])[]): readonly string[] {
  const isWider = all.some(
    (other) => other.length > 0 && other.length < conditions.length && other.every((one) => conditions.includes(one)),
  );
  return conditions.length === 0 || isWider ? [] : [`only where ${conditions.join(" or where ")}`];
}
