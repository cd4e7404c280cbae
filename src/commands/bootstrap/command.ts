import path from "node:path";
import { npmScript, runCommand } from "../cli/command-line";
import { requiredTerraform } from "../terraform/installed-terraform";
import { checkPrerequisites } from "../checks/prerequisites";
import { projectRoot } from "../cli/project";
import { loadSettings } from "../cli/settings";
import { bootstrap } from "./bootstrap";

const command = npmScript(
  "bootstrap",
  "Creates the state buckets and the KMS key, then moves its own state to S3. Safe to run again at any time.",
)
  .option("--output <folder>", "folder to synthesize into", process.env.CDKTF_OUTPUT ?? "cdktf.out")
  .option("--local-state <file>", "where the state is stored until its bucket exists", "terraform.bootstrap.tfstate")
  .action(async ({ output, localState }: { output: string; localState: string }) => {
    await checkPrerequisites({ terraformVersion: requiredTerraform(loadSettings().organization) });
    await bootstrap({
      outdir: path.resolve(projectRoot, output),
      localStateFile: path.resolve(projectRoot, localState),
      report: console.log,
      onOutput: (line) => {
        console.log(`    ${line}`);
      },
    });
  });

void runCommand(command);
