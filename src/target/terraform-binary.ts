/**
 * The Terraform binary, as CDKTF selects it.
 *
 * @see https://developer.hashicorp.com/terraform/cdktf/create-and-deploy/environment-variables
 */
export function terraformBinary(env: NodeJS.ProcessEnv = process.env): string {
  return env.TERRAFORM_BINARY_NAME ?? "terraform";
}
