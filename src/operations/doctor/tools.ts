import { findPython } from "../../../emulator/python";
import { nodeFault } from "../../stacks/versions";
import { CommandError } from "../command-error";
import { findTerraform, terraformFault } from "../installed-terraform";
import { check, failure, ok, warning, type Check, type Finding } from "./check";

/** What the tools are looked up in, and what for. */
export interface ToolsOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly nodeVersion: string;

  /** What the stacks require of Terraform's version; `undefined` where the settings that say it have faults. */
  readonly terraformVersion: string | undefined;
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

async function checkTerraform({ env, terraformVersion }: ToolsOptions): Promise<Finding> {
  const found = await findTerraform(env);
  const fault = terraformFault(found, terraformVersion);
  if (fault) return failure(fault.cause, fault.nextStep);
  const release = `${found.release?.product} ${found.release?.version}`;
  return ok(terraformVersion === undefined ? release : `${release} fits ${terraformVersion}`);
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
