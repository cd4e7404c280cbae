import { existsSync } from "node:fs";
import path from "node:path";
import { requireAccountOf } from "../aws/caller";
import { CommandError } from "../cli/command-error";
import { npmScript, runCommand } from "../cli/command-line";
import { requiredTerraform } from "../terraform/installed-terraform";
import { checkPrerequisites } from "../checks/prerequisites";
import { projectRoot } from "../cli/project";
import { loadSettings } from "../cli/settings";
import { readS3Backend, stackFolder, stateClient } from "../remote-state/backend";
import { declaredState } from "../remote-state/declared-state";
import { moveStateToS3 } from "../remote-state/move-state";
import { requireBucket } from "../remote-state/state-object";
import { runCdktf } from "../terraform/processes";

const command = npmScript(
  "migrate-state",
  "Moves the local state of an environment that was deployed before it had an S3 backend. Never overwrites a state in S3.",
)
  .argument("<environment>", "the stack whose state is moved, for example dev")
  .option("--output <folder>", "folder to synthesize into", process.env.CDKTF_OUTPUT ?? "cdktf.out")
  .option("--local-state <file>", "the state file to move (default: terraform.<environment>.tfstate)")
  .action(async (environment: string, options: { output: string; localState?: string }) => {
    await checkPrerequisites({ terraformVersion: requiredTerraform(loadSettings().organization) });
    await migrateState(
      environment,
      path.resolve(projectRoot, options.output),
      path.resolve(projectRoot, options.localState ?? `terraform.${environment}.tfstate`),
    );
  });

async function migrateState(environment: string, outdir: string, localFile: string): Promise<void> {
  if (!existsSync(localFile)) {
    throw new CommandError(`there is no local state in ${localFile}`, "specify the file with --local-state");
  }
  await requireAccountOf(declaredState(loadSettings(), environment));
  await runCdktf(["synth"], { outdir });
  const backend = await readS3Backend(outdir, environment);
  const client = stateClient(backend);
  await requireBucket(client, backend, environment);
  const folder = stackFolder(outdir, environment);
  await moveStateToS3({ stack: environment, stackFolder: folder, localFile, backend, client, report: console.log });
}

void runCommand(command);
