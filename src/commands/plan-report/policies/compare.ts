import { isDeepStrictEqual } from "node:util";
import { type PartName, partNames, type Statement } from "./statements";

/** What changes in one part of a statement: all of it where the statement is added or removed. */
export interface PartChange {
  readonly name: PartName | "effect";
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** A statement that a plan adds to a policy, removes from it or changes. */
export interface StatementChange {
  /** The attribute that contains the policy. */
  readonly policy: string;
  readonly change: "added" | "removed" | "changed";
  readonly sid?: string;

  /** The effect after the plan, or before it where the statement is removed. */
  readonly effect: string;
  readonly parts: readonly PartChange[];

  /** The whole statement after the plan, or before it where the statement is removed. */
  readonly statement: Statement;
}

type Pair = readonly [Statement | undefined, Statement | undefined];

/**
 * Compares two policies by statement, whatever their order: by identifier, and where there is none, by contents.
 *
 * @param policy the attribute that contains them
 */
export function compareStatements(
  policy: string,
  before: readonly Statement[],
  after: readonly Statement[],
): StatementChange[] {
  const old = before.filter((one) => !after.some((other) => isDeepStrictEqual(one, other)));
  const fresh = after.filter((one) => !before.some((other) => isDeepStrictEqual(one, other)));
  const [named, rest] = pairsBySid(old, fresh);
  const anonymous = old.filter((one) => rest.has(one));
  const others = fresh.filter((one) => rest.has(one));
  const single: Pair[] =
    anonymous.length === 1 && others.length === 1 && !hasSid(anonymous) && !hasSid(others)
      ? [[anonymous[0], others[0]]]
      : [...anonymous.map((one): Pair => [one, undefined]), ...others.map((one): Pair => [undefined, one])];
  return [...named, ...single].flatMap((pair) => changeOf(policy, pair));
}

function hasSid(statements: readonly Statement[]): boolean {
  return statements.some(({ sid }) => sid !== undefined);
}

/** The statements with the same identifier on both sides, and all others. */
function pairsBySid(old: readonly Statement[], fresh: readonly Statement[]): [Pair[], ReadonlySet<Statement>] {
  const rest = new Set([...old, ...fresh]);
  const pairs = old.flatMap((one): Pair[] => {
    const other = one.sid === undefined ? undefined : fresh.find(({ sid }) => sid === one.sid);
    if (!other || !rest.has(other)) return [];
    rest.delete(one);
    rest.delete(other);
    return [[one, other]];
  });
  return [pairs, rest];
}

function changeOf(policy: string, [before, after]: Pair): StatementChange[] {
  if (before && after && before.effect !== after.effect) {
    return [...changeOf(policy, [before, undefined]), ...changeOf(policy, [undefined, after])];
  }
  const known = after ?? before;
  if (!known) return [];
  const { sid, effect } = known;
  const change = before && after ? "changed" : after ? "added" : "removed";
  const parts = partNames.flatMap((name) => partChange(name, before?.parts[name], after?.parts[name]));
  const effects: PartChange[] =
    before && after && before.effect !== after.effect
      ? [{ name: "effect", added: [after.effect], removed: [before.effect] }]
      : [];
  const own = { policy, change, ...(sid === undefined ? {} : { sid }), effect } as const;
  return [{ ...own, parts: [...effects, ...parts], statement: known }];
}

function partChange(name: PartName, before: readonly string[] = [], after: readonly string[] = []): PartChange[] {
  const added = after.filter((text) => !before.includes(text));
  const removed = before.filter((text) => !after.includes(text));
  return added.length + removed.length === 0 ? [] : [{ name, added, removed }];
}
