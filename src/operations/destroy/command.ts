import { CommandError } from "../command-error";
import { npmScript, runCommand } from "../command-line";
import { canAsk } from "../deploy/approval";
import { runStackCommand, type StackOptions, withStackOptions } from "../deploy/stack-command";
import type { Progress } from "../deploy/terraform-run";
import { loadSettings } from "../settings";
import { destroy } from "./destroy";
import { requireEnvironment } from "./environment";

interface Options extends StackOptions {
  readonly confirm?: string;
}

const command = npmScript(
  "destroy",
  "Destroys an environment as cdktf destroy does, and refuses what that would do without a question. docs/remove-an-environment.md says what to do before and after.",
)
  .argument("<environment>", "an environment, for example dev")
  .option("--confirm <environment>", "destroy without asking: the environment's name once more");

withStackOptions(command).action(async (stack: string, options: Options) => {
  await runStackCommand({ command: "destroy", stack }, options, {
    check: (progress) => {
      requireEnvironment(loadSettings(), stack);
      requireConfirmation(stack, options, progress);
    },
    run: async (run) => destroy({ ...run, isConfirmed: options.confirm !== undefined }),
  });
});

/** @throws CommandError where the name is not given and cannot be asked for, or is another one */
function requireConfirmation(stack: string, { confirm, dryRun }: Options, progress: Progress): void {
  if (confirm !== undefined && confirm !== stack) {
    throw new CommandError(
      `--confirm names ${confirm}, but the environment to destroy is ${stack}`,
      `nothing was changed; name the same environment twice, for example --confirm ${stack}`,
    );
  }
  if (confirm !== undefined || dryRun || canAsk(progress)) return;
  throw new CommandError("there is no terminal to ask for confirmation", `pass --confirm ${stack}, or --dry-run`);
}

void runCommand(command);
