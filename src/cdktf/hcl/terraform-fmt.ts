import { spawnSync } from "node:child_process";
import { terraformBinary } from "../../target/terraform-binary";

/** Terraform is not available to format HCL, or it refuses the input. */
export class TerraformFmtError extends Error {
  override readonly name = "TerraformFmtError";
}

/**
 * Formats HCL with `terraform fmt`.
 *
 * @throws TerraformFmtError when Terraform cannot be run, or when the input is not HCL
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
      `HCL output needs terraform for formatting, but "${binary}" does not start (${error.message}): install Terraform, or name its binary in TERRAFORM_BINARY_NAME`,
    );
  }
  if (status !== 0) throw new TerraformFmtError(`terraform fmt refused the generated HCL: ${stderr.trim()}`);
  return stdout;
}

/**
 * Checks that HCL can be written, before anything is written.
 *
 * @throws TerraformFmtError when Terraform cannot be run
 */
export function requireTerraformFmt(): void {
  terraformFmt("");
}
