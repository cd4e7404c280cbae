import { spawnSync } from "node:child_process";
import { terraformBinary } from "../terraform-binary";

/** There is no Terraform to lay out HCL with, or it refuses what it got. */
export class TerraformFmtError extends Error {
  override readonly name = "TerraformFmtError";
}

/**
 * Lays out HCL as `terraform fmt` does.
 *
 * @throws TerraformFmtError when there is no Terraform to run, or when what it got is not HCL
 * @see https://developer.hashicorp.com/terraform/cli/commands/fmt
 */
export function terraformFmt(hcl: string): string {
  const binary = terraformBinary();
  const { error, status, stdout, stderr } = spawnSync(binary, ["fmt", "-no-color", "-"], {
    input: hcl,
    encoding: "utf8",
    maxBuffer: Infinity,
  });
  if (error) {
    throw new TerraformFmtError(
      `the HCL output needs terraform to lay it out, but "${binary}" does not start (${error.message}): install it or name it in TERRAFORM_BINARY_NAME`,
    );
  }
  if (status !== 0) throw new TerraformFmtError(`terraform fmt refused the HCL that was written: ${stderr.trim()}`);
  return stdout;
}

/**
 * Finds out before anything is written whether HCL can be.
 *
 * @throws TerraformFmtError when there is no Terraform to run
 */
export function requireTerraformFmt(): void {
  terraformFmt("");
}
