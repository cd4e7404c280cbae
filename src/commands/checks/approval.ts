import { CommandError } from "../cli/command-error";
import { canAsk } from "../cli/typed-name";
import type { Progress } from "../terraform/terraform-run";
import type { StackCommand } from "./subject";

/** How the operator approves what a command is about to do. */
export interface Approval extends StackCommand {
  readonly progress: Progress;
  readonly dryRun: boolean;

  /** Whether `--auto-approve` is given. */
  readonly autoApprove?: boolean;

  /** The name that `--confirm` gives. */
  readonly confirm?: string;
}

/**
 * Refuses a command that could not ask for approval.
 *
 * @throws CommandError when nothing approves the command and there is no terminal, or when `--confirm` names another
 * environment
 */
export function checkApproval({ command, stack, progress, dryRun, autoApprove, confirm }: Approval): void {
  if (confirm !== undefined && confirm !== stack) {
    throw new CommandError(
      `--confirm names ${confirm}, but the environment to destroy is ${stack}`,
      `nothing was changed; name the same environment twice, for example --confirm ${stack}`,
    );
  }
  if (autoApprove === true || confirm !== undefined || dryRun || canAsk(progress)) return;
  throw new CommandError(
    "there is no terminal to ask for approval",
    `pass ${command === "destroy" ? `--confirm ${stack}` : "--auto-approve"}, or --dry-run`,
  );
}
