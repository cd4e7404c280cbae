import { CommandError } from "../cli/command-error";
import { npmScript, runCommand } from "../cli/command-line";
import { canAsk } from "../apply/approval";
import { runStackCommand, type StackOptions, withStackOptions } from "../apply/stack-command";
import type { Progress } from "../terraform/terraform-run";
import { loadSettings } from "../cli/settings";
import { destroy } from "./destroy";
import { requireEnvironment } from "./environment";

interface Options extends StackOptions {
  readonly confirm?: string;
}

const command = npmScript(
  "destroy",
  "Destroys an environment as cdktf destroy does, and refuses what that would do without confirmation. docs/remove-an-environment.md describes the steps before and after.",
)
  .argument("<environment>", "an environment, for example dev")
  .option("--confirm <environment>", "destroy without asking for confirmation: repeat the environment's name");

withStackOptions(command).action(async (stack: string, options: Options) => {
  await runStackCommand({ command: "destroy", stack }, options, {
    check: (progress) => {
      requireEnvironment(loadSettings(), stack);
      requireConfirmation(stack, options, progress);
    },
    run: async (run) => destroy({ ...run, isConfirmed: options.confirm !== undefined }),
  });
});

/** @throws CommandError when the name is not given and there is no terminal to ask for it, or when it differs */
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
