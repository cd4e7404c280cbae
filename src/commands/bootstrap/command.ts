import path from "node:path";
import { npmScript, runCommand } from "../cli/command-line";
import { checkVariables } from "../checks/terraform-context";
import { checkTerraform } from "../checks/tools";
import { projectRoot } from "../cli/project";
import { loadSettings } from "../cli/settings";
import { bootstrap } from "./bootstrap";

interface Options {
  readonly account?: string;
  readonly output: string;
  readonly localState?: string;
}

const command = npmScript(
  "bootstrap",
  "Creates the state buckets and the KMS key of each account, then moves the state of its bootstrap stack to S3. Safe to run again at any time.",
)
  .option("--account <id>", "bootstrap only this account, with credentials of that account (default: every account)")
  .option("--output <folder>", "folder to synthesize into", process.env.CDKTF_OUTPUT ?? "cdktf.out")
  .option(
    "--local-state <file>",
    "where the state is stored until its bucket exists; a further account uses terraform.bootstrap-<id>.tfstate beside it, unless --account names it (default: terraform.bootstrap.tfstate)",
  )
  .action(async ({ account: accountId, output, localState }: Options) => {
    await checkTerraform(loadSettings());
    console.log(`variables: ${checkVariables().detail}`);
    const given = path.resolve(projectRoot, localState ?? "terraform.bootstrap.tfstate");
    await bootstrap({
      accountId,
      outdir: path.resolve(projectRoot, output),
      localStateFileOf: ({ stack, isMain }) =>
        isMain || (accountId !== undefined && localState !== undefined)
          ? given
          : path.join(path.dirname(given), `terraform.${stack}.tfstate`),
      report: console.log,
      onOutput: (line) => {
        console.log(`    ${line}`);
      },
    });
  });

void runCommand(command);
