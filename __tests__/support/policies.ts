import { type AccessRequest, type Decision, evaluate } from "../../emulator/referee/simulator";
import type { PolicyDocument } from "./policy-document";
import { rememberMatches } from "../../emulator/referee/remembered-matches";

rememberMatches();

export { type AccessRequest, administratorAccess, type Decision, evaluate } from "../../emulator/referee/simulator";

/** A named access request, with the expected decision. */
export interface AccessCase extends Omit<AccessRequest, "resourcePolicy"> {
  readonly name: string;
  readonly decision: Decision;
}

/** The decision on each case by its name, to be compared with `expectedDecisions` of the same cases. */
export async function decisions(
  resourcePolicy: PolicyDocument | undefined,
  cases: readonly AccessCase[],
): Promise<Record<string, Decision>> {
  const entries = cases.map(async (row) => [row.name, await evaluate({ ...row, resourcePolicy })] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * The expected decisions of the cases, by name.
 *
 * @throws when two cases have the same name, since only one of them would count.
 */
export function expectedDecisions(cases: readonly AccessCase[]): Record<string, Decision> {
  const names = cases.map(({ name }) => name);
  const repeated = names.find((name, position) => names.indexOf(name) !== position);
  if (repeated !== undefined) throw new Error(`two cases are named "${repeated}"`);
  return Object.fromEntries(cases.map((row) => [row.name, row.decision]));
}
