import path from "node:path";
import { npmScript, runCommand } from "../cli/command-line";
import { checkTerraform } from "../checks/tools";
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
    await checkTerraform(loadSettings());
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
