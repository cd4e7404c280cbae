import type { Command } from "commander";
import { withAws } from "../aws/aws-errors";
import { positiveInteger } from "../cli/arguments";
import { npmScript, printAnswer, runCommand, withUsageHint } from "../cli/command-line";
import { CommandError } from "../cli/command-error";
import { printableLines } from "../cli/printable";
import { askForApproval, canAsk } from "../cli/typed-name";
import { differenceText, versionDifference } from "./diff";
import { historyText, stateHistory } from "./history";
import { holderText, lockHolder } from "./lock-holder";
import { openState, type OpenedState } from "./opened-state";
import { planRestore, restore, restoredText, restorePlanText } from "./restore";
import { contentsText, stateContents } from "./show";
import { unlock, unlockedText } from "./unlock";

interface Format {
  readonly json: boolean;
}

const command = npmScript(
  "state",
  "Inspects the state of an environment, or of bootstrap, and restores earlier versions of it.",
);

subcommand("history", "Lists the versions of the state that S3 keeps, newest first.")
  .option("--limit <number>", "how many versions to show", positiveInteger, 20)
  .action(async (stack: string, { limit, json }: Format & { limit: number }) => {
    await answer(stack, "read the history of the state", json, historyText, async (state) =>
      stateHistory(state, limit),
    );
  });

subcommand("show", "Lists the resources in a version of the state by address, never their attributes.")
  .argument("[version]", "version ID from the history", "latest")
  .action(async (stack: string, version: string, { json }: Format) => {
    await answer(stack, "read the state", json, contentsText, async (state) => stateContents(state, version));
  });

subcommand("diff", "Compares two versions of the state by resource. Names attributes, never their values.")
  .argument("<from>", "version ID from the history")
  .argument("[to]", "version ID from the history", "latest")
  .action(async (stack: string, from: string, to: string, { json }: Format) => {
    await answer(stack, "read the state", json, differenceText, async (state) => versionDifference(state, from, to));
  });

subcommand(
  "restore",
  "Restores an earlier version of the state as the newest one, under the lock. Keeps the version that it replaces.",
)
  .argument("<version>", "version ID from the history")
  .option("--auto-approve", "restore without asking for approval; required where there is no terminal", false)
  .action(async (stack: string, version: string, { autoApprove, json }: Format & { autoApprove: boolean }) => {
    await answer(stack, "restore the state", json, restoredText, async (state) => {
      const plan = await planRestore(state, version);
      console.error(printableLines(restorePlanText(plan)));
      if (!autoApprove && !canAsk(process.stderr))
        throw new CommandError("there is no terminal to ask for approval", "pass --auto-approve", {
          effect: "nothing was changed",
        });
      if (!autoApprove) await askForApproval(stack, "Restore this version", process.stderr);
      return restore(plan);
    });
  });

subcommand("lock", "Shows who holds the lock of the state, and since when.").action(
  async (stack: string, { json }: Format) => {
    await answer(stack, "read the lock", json, holderText, lockHolder);
  },
);

subcommand("unlock", "Removes the lock of the state if it has the given ID. Does not stop the run that holds it.")
  .argument("<id>", "the ID of the lock, as shown by the lock command or in Terraform's error")
  .action(async (stack: string, id: string, { json }: Format) => {
    await answer(stack, "remove the lock", json, unlockedText, async (state) => unlock(state, id));
  });

function subcommand(name: string, description: string): Command {
  return withUsageHint(command.command(name), `${command.name()} ${name}`)
    .description(description)
    .argument("<environment>", "an environment, for example dev, or bootstrap")
    .option("--json", "print JSON", false);
}

async function answer<Result>(
  stack: string,
  doing: string,
  json: boolean,
  asText: (result: Result) => string,
  work: (state: OpenedState) => Promise<Result>,
): Promise<void> {
  printAnswer(await withAws(doing, async () => work(await openState(stack))), json, asText);
}

void runCommand(command);
