import { runStackCommand, type StackOptions, withStackOptions } from "../apply/stack-command";
import { refusals } from "../checks/enforce";
import { npmScript, runCommand } from "../cli/command-line";
import { destroy } from "./destroy";

const command = npmScript(
  "destroy",
  "Destroys an environment as cdktf destroy does, and refuses what that would do without confirmation. docs/remove-an-environment.md describes the steps before and after.",
)
  .argument("<environment>", "an environment, for example dev")
  .option("--auto-approve <environment>", "destroy without asking for approval: repeat the environment's name")
  .addHelpText("after", refusals("destroy"));

withStackOptions(command).action(async (stack: string, options: StackOptions) => {
  await runStackCommand({ command: "destroy", stack }, options, async (run) =>
    destroy({ ...run, isApproved: options.autoApprove !== undefined }),
  );
});

void runCommand(command);
