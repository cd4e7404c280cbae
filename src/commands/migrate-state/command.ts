import { existsSync } from "node:fs";
import path from "node:path";
import { withAws } from "../aws/aws-errors";
import { checkCaller } from "../checks/account";
import { checkBucket } from "../checks/bucket";
import { checkDeletedState } from "../checks/deleted-state";
import { checkStack } from "../checks/stack";
import { checkVariables } from "../checks/terraform-context";
import { CommandError } from "../cli/command-error";
import { npmScript, runCommand } from "../cli/command-line";
import { checkTerraform } from "../checks/tools";
import { projectRoot } from "../cli/project";
import { loadSettings } from "../cli/settings";
import { readS3Backend, stackFolder, stateClient } from "../remote-state/backend";
import { declaredState } from "../remote-state/declared-state";
import { moveStateToS3 } from "../remote-state/move-state";
import { synthesizeStacks } from "../terraform/synthesis";

const command = npmScript(
  "migrate-state",
  "Moves the local state of an environment that was deployed before it had an S3 backend. Never overwrites a state in S3.",
)
  .argument("<environment>", "the stack whose state is moved, for example dev")
  .option("--output <folder>", "folder to synthesize into", process.env.CDKTF_OUTPUT ?? "cdktf.out")
  .option("--local-state <file>", "the state file to move (default: terraform.<environment>.tfstate)")
  .action(async (environment: string, options: { output: string; localState?: string }) => {
    checkStack({ stack: environment });
    await checkTerraform(loadSettings());
    console.log(`variables: ${checkVariables().detail}`);
    await withAws("move the state", async () =>
      migrateState(
        environment,
        path.resolve(projectRoot, options.output),
        path.resolve(projectRoot, options.localState ?? `terraform.${environment}.tfstate`),
      ),
    );
  });

async function migrateState(environment: string, outdir: string, localFile: string): Promise<void> {
  if (!existsSync(localFile)) {
    throw new CommandError(`there is no local state in ${localFile}`, "specify the file with --local-state");
  }
  await checkCaller(declaredState(loadSettings(), environment));
  await synthesizeStacks([environment], { outdir });
  const backend = await readS3Backend(outdir, environment);
  const client = stateClient(backend);
  await checkBucket({ client, backend, stack: environment });
  await checkDeletedState({ client, backend, stack: environment });
  const folder = stackFolder(outdir, environment);
  await moveStateToS3({ stackFolder: folder, localFile, backend, client, report: console.log });
}

void runCommand(command);
