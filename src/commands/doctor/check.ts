import { explainAwsError, isAccessDenied } from "../aws/aws-errors";
import type { Finding, Found } from "../checks/finding";
import { CommandError } from "../cli/command-error";

/** The result of a check: a `warning` is worth knowing, a `failure` must be fixed first. */
export type Outcome = Finding["outcome"] | "failure";

/** One result of one check. */
export interface Check {
  /** What the check applies to: `tools`, `credentials`, or a stack. */
  readonly scope: string;

  /** What was checked, such as `lock`. */
  readonly name: string;
  readonly outcome: Outcome;
  readonly detail: string;

  /** How to fix a warning or a failure, in one step. */
  readonly nextStep?: string;

  /** The page that describes the incident. */
  readonly runbook?: Finding["runbook"];
}

/** Runs one check. A request that AWS denies is a warning, since it says nothing about the resource itself. */
export async function check(scope: string, name: string, look: () => Promise<Finding> | Finding): Promise<Check> {
  return (await checkAndKeep(scope, name, async () => ({ finding: await look() }))).check;
}

/** Like `check`, but also returns the value that was found; without one if the check failed or could not run. */
export async function checkAndKeep<Value>(
  scope: string,
  name: string,
  look: () => Promise<Found<Value>>,
): Promise<{ readonly check: Check; readonly found?: Value }> {
  try {
    const { finding, ...kept } = await look();
    return { check: { scope, name, ...finding }, ...kept };
  } catch (error) {
    return { check: { scope, name, ...resultOf(error, name) } };
  }
}

function resultOf(error: unknown, name: string): Omit<Check, "scope" | "name"> {
  if (error instanceof CommandError) return failure(error);
  const explained = explainAwsError(error, `check ${name}`);
  if (!explained) throw error;
  return { ...failure(explained), outcome: isAccessDenied(error) ? "warning" : "failure" };
}

function failure({ message, nextStep, runbook }: Pick<CommandError, "message" | "nextStep"> & Pick<Check, "runbook">) {
  return { outcome: "failure" as const, detail: message, nextStep, ...(runbook && { runbook }) };
}
