import type { JudgedCall } from "../record";
import { actionsGranted, callsOf, type NamedStatement, statementsOf, usedActions } from "./analysis";

/** Actions of a pattern. */
export interface PatternUse {
  readonly pattern: string;

  /** Number of actions that the pattern grants. */
  readonly granted: number;

  /** Number of those that a call used by this statement. */
  readonly used: number;
}

/** Which permissions of a role its calls used. */
export interface PermissionUse {
  /** Number of actions that the role's policies allow on some resource. */
  readonly granted: number;

  /** Actions that each rehearsal used, sorted, with those that AWS took on the role's behalf. */
  readonly used: Readonly<Record<string, readonly string[]>>;

  /** By the Sid of the statement, the patterns that grant an action that no call used by it; others have no use left to show. */
  readonly partlyUsed: Readonly<Record<string, readonly PatternUse[]>>;
}

/**
 * What the calls of rehearsals used of a role's permissions.
 *
 * @param rehearsals calls by the name of the rehearsal
 */
export async function permissionUse(
  rehearsals: Readonly<Record<string, readonly JudgedCall[]>>,
  roleArn: string,
): Promise<PermissionUse> {
  const calls = callsOf(Object.values(rehearsals).flat(), roleArn);
  const allowing = statementsOf(calls).filter(({ content }) => content.Effect === "Allow");
  const granted = await Promise.all(allowing.map(async ({ content }) => actionsGranted(content)));
  const patterns = await Promise.all(
    allowing.map(async (one) => [one.statement.split("/").at(-1) ?? "", await partlyUsed(calls, one)] as const),
  );
  const used = Object.entries(rehearsals).map(([name, all]) => [name, usedActions(callsOf(all, roleArn))] as const);
  return {
    granted: new Set(granted.flat()).size,
    used: Object.fromEntries(used.filter(([, actions]) => actions.length > 0)),
    partlyUsed: Object.fromEntries(patterns.filter(([, found]) => found.length > 0).sort()),
  };
}

async function partlyUsed(calls: readonly JudgedCall[], { statement, content }: NamedStatement): Promise<PatternUse[]> {
  const used = new Set(usedActions(calls, statement));
  const patterns = await Promise.all(
    [...(content.Action ?? [])].sort().map(async (pattern) => {
      const actions = await actionsGranted({ ...content, Action: [pattern] });
      return { pattern, granted: actions.length, used: actions.filter((action) => used.has(action)).length };
    }),
  );
  return patterns.filter((one) => one.used < one.granted);
}
