import { findPython } from "../../emulator/python";
import { CommandError } from "./command-error";
import { findTerraform } from "./installed-terraform";
import { compareVersions } from "../stacks/version-range";

/** What a command needs beside Node and Terraform, and where to look for it. */
export interface PrerequisitesOptions {
  /**
   * Whether the command starts the AWS emulator, which needs Python.
   * @default - false
   */
  readonly emulator?: boolean;

  /**
   * Environment to look in.
   * @default - this process's
   */
  readonly env?: NodeJS.ProcessEnv;
}

/** The first versions with native locking of S3 state that is no longer experimental. */
const oldestTerraform = { Terraform: "1.11", OpenTofu: "1.10" };

/**
 * Checks that the programs a command needs are there and recent enough.
 *
 * @throws CommandError with a line for each that is not: what was found, what is needed and how to get it
 */
export async function checkPrerequisites(options: PrerequisitesOptions = {}): Promise<void> {
  const { emulator = false, env = process.env } = options;
  const faults = [await terraformFault(env), emulator ? await pythonFault(env) : undefined];
  const found = faults.filter((fault) => fault !== undefined);
  if (found.length > 0) throw new CommandError(found.join("\n"), "install what is missing and run the command again");
}

async function terraformFault(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const howToGet =
    "see https://developer.hashicorp.com/terraform/install, or name another binary in TERRAFORM_BINARY_NAME";
  const needed = `Terraform ${oldestTerraform.Terraform} or later is needed`;
  const { binary, fault, release } = await findTerraform(env);
  if (release === undefined) return `${needed}, but ${binary} ${fault}: ${howToGet}`;
  const { product, version } = release;
  if (compareVersions(version, oldestTerraform[product]) >= 0) return undefined;
  return `${product} ${oldestTerraform[product]} or later is needed, but ${binary} is ${version}: ${howToGet}`;
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
