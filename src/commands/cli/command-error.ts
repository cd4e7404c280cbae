/**
 * An error that the operator can fix: printed as its cause and one next step, without a stack trace.
 */
export class CommandError extends Error {
  override readonly name = "CommandError";

  /**
   * @param cause what is wrong, in one or a few lines
   * @param nextStep what to do about it
   */
  constructor(
    cause: string,
    readonly nextStep: string,
  ) {
    super(cause);
  }
}

/** Terraform or CDKTF was run and failed. */
export class ToolFailure extends CommandError {}
