import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  refuseTerraformVariables,
  terraformVariables,
  TerraformVariablesError,
} from "../../target/terraform-variables";
import { CommandError } from "../cli/command-error";
import { ok, type Finding } from "./finding";
import type { Preflight } from "./subject";

/**
 * Refuses environment variables that change which state Terraform uses, its lock, or what a run covers. Every synthesis
 * refuses them too.
 *
 * @throws CommandError that names each of them
 */
export function checkVariables(env = process.env): Finding {
  try {
    refuseTerraformVariables(env);
  } catch (error) {
    if (!(error instanceof TerraformVariablesError)) throw error;
    throw new CommandError(error.message, "unset them, then run the command again");
  }
  const harmless = terraformVariables(env).map(({ name, value }) => `${name}="${value}"`);
  return ok(harmless.length > 0 ? harmless.join(", ") : "none that change what Terraform does");
}

/**
 * Refuses a folder in which a Terraform workspace other than `default` is selected: the backend stores its state under
 * another key, which none of the checks would read.
 *
 * @throws CommandError that names the workspace
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#workspace_key_prefix
 */
export function checkWorkspace({ folder }: Pick<Preflight, "folder">): void {
  const file = path.join(folder, ".terraform", "environment");
  const workspace = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  if (workspace === "" || workspace === "default") return;
  throw new CommandError(
    `the Terraform workspace ${workspace} is selected, but every stack has its only state in the workspace default`,
    `terraform -chdir=${folder} workspace select default`,
  );
}
