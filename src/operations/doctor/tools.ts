import { findPython } from "../../../emulator/python";
import { emulatorVersions } from "../../stacks/emulator";
import { nodeFault, versions } from "../../stacks/versions";
import { CommandError } from "../command-error";
import { findTerraform } from "../installed-terraform";
import { satisfies } from "../../stacks/version-range";
import { check, failure, ok, warning, type Check, type Finding } from "./check";

/** What the tools are looked up in, and what for. */
export interface ToolsOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly nodeVersion: string;

  /** Whether the commands talk to an emulator of AWS, which any recent Terraform may. */
  readonly emulator: boolean;
}

/** Whether the programs that the commands call are there, in versions that fit. */
export async function checkTools(options: ToolsOptions): Promise<Check[]> {
  return Promise.all([
    check("tools", "Node", () => checkNode(options.nodeVersion)),
    check("tools", "Terraform", async () => checkTerraform(options)),
    check("tools", "Python", async () => checkPython(options.env)),
  ]);
}

function checkNode(version: string): Finding {
  const fault = nodeFault(version);
  return fault === undefined ? ok(version) : failure(fault, "install Node 22 or 24, then run npm ci again");
}

async function checkTerraform({ env, emulator }: ToolsOptions): Promise<Finding> {
  const constraint = (emulator ? emulatorVersions : versions).terraform;
  const { binary, fault, release } = await findTerraform(env);
  const nextStep = `install one that fits ${constraint} (.terraform-version pins it for tfenv and its like), or name it in TERRAFORM_BINARY_NAME`;
  if (!release) return failure(`${binary} ${fault}`, nextStep);
  const { product, version } = release;
  if (satisfies(version, constraint)) return ok(`${product} ${version} fits ${constraint}`);
  return failure(`${product} ${version} does not fit ${constraint}, which every stack requires`, nextStep);
}

/** Only the demo and the tests need it, so that a deployer can do without. */
async function checkPython(env: NodeJS.ProcessEnv): Promise<Finding> {
  try {
    return ok(`${(await findPython(env)).version}, for the demo and the tests`);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return warning(`${error.message}; only the demo and the tests need it`, error.nextStep);
  }
}
