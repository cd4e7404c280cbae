import { npmScript, printAnswer, runCommand } from "../cli/command-line";
import { diagnose } from "./doctor";
import { diagnosisText } from "./report";

const command = npmScript(
  "doctor",
  "Checks everything that a deploy depends on (tools, credentials, state bucket, key, lock, state) and changes none of it. Exits with 1 if a check fails.",
)
  .argument("[environment]", "an environment, for example dev, or bootstrap (default: all)")
  .option("--json", "print JSON", false)
  .action(async (environment: string | undefined, { json }: { json: boolean }) => {
    const diagnosis = await diagnose(environment);
    printAnswer(diagnosis, json, diagnosisText);
    if (!diagnosis.healthy) process.exitCode = 1;
  });

void runCommand(command);
