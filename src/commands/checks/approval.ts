import { CommandError } from "../cli/command-error";
import { canAsk } from "../cli/typed-name";
import type { Invocation } from "./subject";

type Approval = Omit<Invocation, "skipSynth" | "outdir">;

/**
 * Refuses a command that could not ask for approval.
 *
 * @throws CommandError when nothing approves the command and there is no terminal, or when `--auto-approve` of destroy
 * names another environment
 */
export function checkApproval({ command, stack, progress, dryRun, autoApprove = false }: Approval): void {
  if (typeof autoApprove === "string" && autoApprove !== stack) {
    throw new CommandError(
      `--auto-approve names ${autoApprove}, but the environment to destroy is ${stack}`,
      `name the same environment twice: --auto-approve ${stack}`,
      { effect: "nothing was changed" },
    );
  }
  if (autoApprove !== false || dryRun || canAsk(progress)) return;
  throw new CommandError(
    "there is no terminal to ask for approval",
    `pass --auto-approve${command === "destroy" ? ` ${stack}` : ""}, or --dry-run`,
  );
}
