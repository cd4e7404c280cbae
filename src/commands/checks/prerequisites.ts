import { findPython } from "./python";
import { CommandError } from "../cli/command-error";
import { findTerraform, terraformFault } from "../terraform/installed-terraform";

/** What a command needs besides Node and Terraform, and where to look for it. */
export interface PrerequisitesOptions {
  /**
   * Whether the command starts the AWS emulator, which needs Python.
   * @default - false
   */
  readonly emulator?: boolean;

  /**
   * The version constraint of the stacks.
   * @default - any version that supports S3 state locking
   */
  readonly terraformVersion?: string;

  /**
   * Environment variables to look in.
   * @default - those of this process
   */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Checks that the programs a command needs are installed and recent enough.
 *
 * @throws CommandError with a line for each program that is not: what was found, what is needed and how to install it
 */
export async function checkPrerequisites(options: PrerequisitesOptions = {}): Promise<void> {
  const { emulator = false, env = process.env, terraformVersion } = options;
  const terraform = terraformFault(await findTerraform(env), terraformVersion);
  const faults = [
    terraform && `${terraform.cause}: ${terraform.nextStep}`,
    emulator ? await pythonFault(env) : undefined,
  ];
  const found = faults.filter((fault) => fault !== undefined);
  if (found.length > 0)
    throw new CommandError(found.join("\n"), "install or set the programs listed above, then run the command again");
}

async function pythonFault(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    await findPython(env);
    return undefined;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return `${error.message}: ${error.nextStep}`;
  }
}
