import type { RunbookPage } from "../cli/command-error";

/**
 * What a check found that blocks no command. What must be fixed first, it throws as a CommandError: a command then
 * stops, and doctor reports a failure.
 */
export interface Finding {
  readonly outcome: "ok" | "warning";
  readonly detail: string;

  /** What to do about a warning. */
  readonly nextStep?: string;

  /** The page that describes the incident. */
  readonly runbook?: RunbookPage;
}

/** A finding, with a value that later checks need. */
export interface Found<Value> {
  readonly finding: Finding;
  readonly found?: Value;
}

/** A check that passed. */
export function ok(detail: string): Finding {
  return { outcome: "ok", detail };
}

/** Something that the operator should know, but that blocks no command. */
export function warning(detail: string, nextStep: string, runbook?: RunbookPage): Finding {
  return { outcome: "warning", detail, nextStep, ...(runbook && { runbook }) };
}
