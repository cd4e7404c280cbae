import type { Organization } from "../../settings/organization";
import { emulatorVersions } from "../../target/emulator";
import { CommandError } from "../cli/command-error";
import { usesEmulator } from "../remote-state/declared-state";
import { findTerraform } from "../terraform/installed-terraform";
import { ok, warning, type Finding } from "./finding";
import { findPython } from "./python";
import { checkVariables } from "./terraform-context";

/** The settings that determine which Terraform the stacks require. */
export interface TerraformSettings {
  readonly organization: Pick<Organization, "terraformVersion">;
}

/**
 * Checks that the Terraform binary can run the stacks.
 *
 * @param settings without them, any version that supports S3 state locking is sufficient
 * @param env environment variables to look in; they also identify an emulator run, for which other versions suffice
 * @throws CommandError with the version that was found, the version that is needed and how to install it
 */
export async function checkTerraform(settings?: TerraformSettings, env = process.env): Promise<Finding> {
  const constraint =
    settings && (usesEmulator(env) ? emulatorVersions.terraform : settings.organization.terraformVersion);
  const { product, version } = await findTerraform(env, constraint);
  const release = `${product} ${version}`;
  return ok(constraint ? `${release} satisfies ${constraint}` : release);
}

/** Only the demo and the tests need Python, so an operator who only deploys can do without it. */
export async function checkPython(env = process.env): Promise<Finding> {
  try {
    return ok(`${(await findPython(env)).version}, for the demo and the tests`);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return warning(`${error.message}; only the demo and the tests need it`, error.nextStep);
  }
}

/**
 * Checks that the programs of an emulator run are installed and recent enough, and that no environment variable changes
 * what Terraform does.
 *
 * @throws CommandError with a line for each program that is not, or for each such variable
 */
export async function checkEmulatorTools(env = process.env): Promise<void> {
  checkVariables(env);
  const results = await Promise.allSettled([checkTerraform(undefined, env), findPython(env)]);
  const faults = results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []));
  const lines = faults.map((fault) => {
    if (!(fault instanceof CommandError)) throw fault;
    return `${fault.message}: ${fault.nextStep}`;
  });
  if (lines.length > 0)
    throw new CommandError(lines.join("\n"), "install or set the programs listed above, then run the command again");
}
