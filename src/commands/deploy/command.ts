import { CommandError } from "../cli/command-error";
import { npmScript, runCommand } from "../cli/command-line";
import { canAsk } from "../apply/approval";
import { deploy } from "./deploy";
import { runStackCommand, type StackOptions, withStackOptions } from "../apply/stack-command";

interface Options extends StackOptions {
  readonly autoApprove: boolean;
}

const command = npmScript(
  "deploy",
  "Deploys a stack as cdktf deploy does, and refuses what that would do silently: start over when the state has vanished, work in the wrong account, destroy resources that cannot be recovered.",
)
  .argument("<stack>", "an environment, for example dev, or bootstrap")
  .option("--auto-approve", "apply without asking for approval; required where there is no terminal", false);

withStackOptions(command).action(async (stack: string, options: Options) => {
  const { autoApprove, dryRun } = options;
  await runStackCommand({ command: "deploy", stack }, options, {
    check: (progress) => {
      if (autoApprove || dryRun || canAsk(progress)) return;
      throw new CommandError("there is no terminal to ask for approval", "pass --auto-approve, or --dry-run");
    },
    run: async (run) => deploy({ ...run, autoApprove }),
  });
});

void runCommand(command);
