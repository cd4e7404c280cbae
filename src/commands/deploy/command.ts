import { planAndApply } from "../apply/plan-and-apply";
import { runStackCommand, type StackOptions, withStackOptions } from "../apply/stack-command";
import { refusals } from "../checks/enforce";
import { npmScript, runCommand } from "../cli/command-line";
import { askForApproval } from "../cli/typed-name";

const command = npmScript(
  "deploy",
  "Deploys a stack as cdktf deploy does, and refuses what that would do silently: start over when the state has vanished, work in the wrong account, destroy resources that cannot be recovered or that others depend on.",
)
  .argument("<stack>", "an environment, for example dev, or bootstrap")
  .option("--auto-approve", "apply without asking for approval; required where there is no terminal", false)
  .option(
    "--reviewed <fingerprint>",
    "refuse a plan that is not the one of this review: its fingerprint, or the file with its report as JSON",
  )
  .addHelpText("after", refusals("deploy"));

withStackOptions(command).action(async (stack: string, options: StackOptions) => {
  await runStackCommand({ command: "deploy", stack }, options, async (run) =>
    planAndApply(run, {
      approve: async () => {
        if (options.autoApprove !== true)
          await askForApproval(stack, "Apply this plan", run.progress, run.interruption);
      },
      nothingToDo: () => `${stack} matches its configuration: there is nothing to apply`,
    }),
  );
});

void runCommand(command);
