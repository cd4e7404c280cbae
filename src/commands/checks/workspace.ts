import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { CommandError } from "../cli/command-error";
import { ok, type Finding } from "./finding";

/** Where a Terraform workspace may be selected. */
export interface WorkspaceOptions {
  /**
   * Folder that the stack is synthesized to.
   * @default - only the environment variable counts
   */
  readonly folder?: string;

  /** @default - the variables of this process */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Refuses a Terraform workspace other than `default`: the backend stores its state under another key, which none of
 * the checks would read.
 *
 * @throws CommandError that names the workspace and what selects it
 * @see https://developer.hashicorp.com/terraform/cli/config/environment-variables#tf_workspace
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#workspace_key_prefix
 */
export function checkWorkspace({ folder, env = process.env }: WorkspaceOptions): Finding {
  const { TF_WORKSPACE: variable = "" } = env;
  const file = path.join(folder ?? "", ".terraform", "environment");
  const recorded = folder !== undefined && existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  const workspace = variable || recorded || "default";
  if (workspace === "default") return ok(workspace);
  throw new CommandError(
    `the Terraform workspace ${workspace} is selected, but every stack has its only state in the workspace default`,
    variable ? "unset TF_WORKSPACE" : `terraform -chdir=${folder ?? "."} workspace select default`,
  );
}
