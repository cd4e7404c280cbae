import { findPython } from "../checks/python";
import { nodeFault } from "../../target/versions";
import { CommandError } from "../cli/command-error";
import { findTerraform, terraformFault } from "../terraform/installed-terraform";
import { check, failure, ok, warning, type Check, type Finding } from "./check";

/** Where to look for the tools, and what they are needed for. */
export interface ToolsOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly nodeVersion: string;

  /** The version constraint of the stacks; `undefined` if the settings that define it are invalid. */
  readonly terraformVersion: string | undefined;
}

/** Checks that the programs that the commands run are installed in supported versions. */
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
  return ok(terraformVersion === undefined ? release : `${release} satisfies ${terraformVersion}`);
}

/** Only the demo and the tests need it, so an operator who only deploys can do without it. */
async function checkPython(env: NodeJS.ProcessEnv): Promise<Finding> {
  try {
    return ok(`${(await findPython(env)).version}, for the demo and the tests`);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return warning(`${error.message}; only the demo and the tests need it`, error.nextStep);
  }
}
