/** A page that describes an incident, with the path from the project's root. */
export type RunbookPage = `docs/runbook/${string}.md`;

/** What the operator reads in addition to the cause and the next step. */
export interface ErrorDetails {
  /** What the command left as it was; printed before the next step. */
  readonly effect?: "nothing was changed" | "nothing was applied";

  readonly runbook?: RunbookPage;
}

/**
 * An error that the operator can fix: printed as its cause and one next step, without a stack trace.
 */
export class CommandError extends Error {
  override readonly name = "CommandError";

  /** A check before Terraform starts sets it where the error does not. */
  effect: ErrorDetails["effect"];
  readonly runbook: ErrorDetails["runbook"];

  /**
   * @param cause what is wrong, in one or a few lines
   * @param step what to do about it
   */
  constructor(
    cause: string,
    private readonly step: string,
    { effect, runbook }: ErrorDetails = {},
  ) {
    super(cause);
    this.effect = effect;
    this.runbook = runbook;
  }

  /** What to do, after what was not done. */
  get nextStep(): string {
    return this.effect === undefined ? this.step : `${this.effect}; ${this.step}`;
  }
}

/** Terraform or CDKTF was run and failed. */
export class ToolFailure extends CommandError {}
