import { explainAwsError, isAccessDenied, quoteAwsError } from "../aws-errors";
import { CommandError } from "../command-error";

/** What a check found: `warning` is worth knowing, `failure` has to be mended first. */
export type Outcome = "ok" | "warning" | "failure";

/** One finding about one thing. */
export interface Check {
  /** What it is about: `tools`, `credentials`, or a stack. */
  readonly scope: string;

  /** What was looked at, such as `lock`. */
  readonly name: string;
  readonly outcome: Outcome;
  readonly detail: string;

  /** What to do about a warning or a failure, in one step. */
  readonly nextStep?: string;
}

/** A finding before it is said what it is about. */
export type Finding = Omit<Check, "scope" | "name">;

/** All is as it should be. */
export function ok(detail: string): Finding {
  return { outcome: "ok", detail };
}

/** Something that a person should know, but that stops nobody. */
export function warning(detail: string, nextStep: string): Finding {
  return { outcome: "warning", detail, nextStep };
}

/** Something that has to be mended before anything else is done. */
export function failure(detail: string, nextStep: string): Finding {
  return { outcome: "failure", detail, nextStep };
}

/** Looks at one thing. A refusal by AWS is a warning, since it says nothing about the thing itself. */
export async function check(scope: string, name: string, look: () => Promise<Finding> | Finding): Promise<Check> {
  return (await checkAndKeep(scope, name, async () => ({ finding: await look() }))).check;
}

/** A check that has also come by something that later ones need; nothing when it could not look. */
export interface CheckWith<Found> {
  readonly check: Check;
  readonly found?: Found;
}

/** As `check`, and keeps what was found on the way. */
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
  const explained = explainAwsError(error, `look at: ${name}`);
  if (explained) {
    const { message, nextStep } = explained;
    return isAccessDenied(error) ? warning(message, nextStep) : failure(message, nextStep);
  }
  const quoted = quoteAwsError(error);
  if (quoted === undefined) throw error;
  return failure(`AWS answered ${quoted}`, "run the command again; if it stays so, look the answer up");
}
