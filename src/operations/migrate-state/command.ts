import { existsSync } from "node:fs";
import path from "node:path";
import { requireAccountOf } from "../caller";
import { CommandError } from "../command-error";
import { npmScript, runCommand } from "../command-line";
import { requiredTerraform } from "../installed-terraform";
import { checkPrerequisites } from "../prerequisites";
import { projectRoot } from "../project";
import { loadSettings } from "../settings";
import { readS3Backend, stackFolder, stateClient } from "../state/backend";
import { declaredState } from "../state/declared-state";
import { moveStateToS3 } from "../state/move-state";
import { requireBucket } from "../state/state-object";
import { synthesize } from "../synthesize";

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
  await synthesize(outdir);
  const backend = await readS3Backend(outdir, environment);
  const client = stateClient(backend);
  await requireBucket(client, backend, environment);
  const folder = stackFolder(outdir, environment);
  await moveStateToS3({ stack: environment, stackFolder: folder, localFile, backend, client, report: console.log });
}

void runCommand(command);
