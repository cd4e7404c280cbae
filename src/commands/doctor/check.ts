import { explainAwsError, isAccessDenied, quoteAwsError } from "../aws/aws-errors";
import { CommandError } from "../cli/command-error";

/** The result of a check: a `warning` is worth knowing, a `failure` must be fixed first. */
export type Outcome = "ok" | "warning" | "failure";

/** One finding of one check. */
export interface Check {
  /** What the check applies to: `tools`, `credentials`, or a stack. */
  readonly scope: string;

  /** What was checked, such as `lock`. */
  readonly name: string;
  readonly outcome: Outcome;
  readonly detail: string;

  /** How to fix a warning or a failure, in one step. */
  readonly nextStep?: string;
}

/** A finding that is not yet assigned to a scope and a check. */
export type Finding = Omit<Check, "scope" | "name">;

/** A check that passed. */
export function ok(detail: string): Finding {
  return { outcome: "ok", detail };
}

/** Something that the operator should know, but that blocks no operation. */
export function warning(detail: string, nextStep: string): Finding {
  return { outcome: "warning", detail, nextStep };
}

/** Something that must be fixed before any other operation. */
export function failure(detail: string, nextStep: string): Finding {
  return { outcome: "failure", detail, nextStep };
}

/** Runs one check. A request that AWS denies is a warning, since it says nothing about the resource itself. */
export async function check(scope: string, name: string, look: () => Promise<Finding> | Finding): Promise<Check> {
  return (await checkAndKeep(scope, name, async () => ({ finding: await look() }))).check;
}

/** A check, with a value that later checks need; without one if the check could not run. */
export interface CheckWith<Found> {
  readonly check: Check;
  readonly found?: Found;
}

/** Like `check`, but also returns the value that was found. */
export async function checkAndKeep<Found>(
  scope: string,
  name: string,
  look: () => Promise<{ finding: Finding; found?: Found }>,
): Promise<CheckWith<Found>> {
  try {
    const { finding, ...kept } = await look();
    return { check: { scope, name, ...finding }, ...kept };
  } catch (error) {
    return { check: { scope, name, ...findingOf(error, name) } };
  }
}

function findingOf(error: unknown, name: string): Finding {
  if (error instanceof CommandError) return failure(error.message, error.nextStep);
  const explained = explainAwsError(error, `check ${name}`);
  if (explained) {
    const { message, nextStep } = explained;
    return isAccessDenied(error) ? warning(message, nextStep) : failure(message, nextStep);
  }
  const quoted = quoteAwsError(error);
  if (quoted === undefined) throw error;
  return failure(
    `AWS answered ${quoted}`,
    "run the command again; if the error persists, look it up in the AWS documentation",
  );
}
