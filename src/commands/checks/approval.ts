import { CommandError } from "../cli/command-error";
import { canAsk } from "../cli/typed-name";
import type { Invocation } from "./subject";

type Approval = Omit<Invocation, "skipSynth" | "outdir">;

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
