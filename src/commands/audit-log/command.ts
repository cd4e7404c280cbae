import { Option } from "commander";
import { withAws } from "../aws/aws-errors";
import { checkCaller } from "../checks/account";
import { CommandError } from "../cli/command-error";
import { npmScript, printAnswer, runCommand } from "../cli/command-line";
import { loadSettings } from "../cli/settings";
import { declaredState } from "../remote-state/declared-state";
import { auditLog } from "./audit-log";
import { auditText } from "./audit-text";
import { pointInTime } from "./period";
import { replicaOf } from "./locations";

interface Options {
  readonly since: Date;
  readonly until: Date;
  readonly json: boolean;
}

const command = npmScript(
  "audit-log",
  "Shows which principals read or decrypted the state, or its replica in another region: when, from where, with which key. Exits with 1 if a source cannot be read or a bucket is not found, so that a gap is not mistaken for the absence of accesses.",
)
  .argument("<stack>", "an environment, for example prod, or bootstrap")
  .addOption(
    new Option("--since <time>", "start this long ago (12h, 7d, 2w), or at a date or time in UTC")
      .argParser(point)
      .default(point("7d"), "7d"),
  )
  .addOption(
    new Option("--until <time>", "end this long ago, or at a date or time in UTC")
      .argParser(point)
      .default(new Date(), "now"),
  )
  .option("--json", "print JSON", false)
  .action(async (stack: string, { since, until, json }: Options) => {
    if (since >= until) {
      throw new CommandError(
        `--since ${since.toISOString()} is not before --until ${until.toISOString()}`,
        "swap the two values",
      );
    }
    const log = await withAws("read the audit log", async () => {
      const settings = loadSettings();
      const state = declaredState(settings, stack);
      await checkCaller(state);
      const replica = replicaOf(state, settings.organization);
      return auditLog({ stack, backend: state.backend, ...(replica ? { replica } : {}) }, { since, until });
    });
    printAnswer(log, json, auditText);
    if (log.gaps.length > 0) process.exitCode = 1;
  });

function point(text: string): Date {
  return pointInTime(text);
}

void runCommand(command);
