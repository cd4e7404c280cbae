import { execa } from "execa";
import { terraformBinary } from "../../target/terraform-binary";
import { versions } from "../../target/versions";
import { CommandError } from "../cli/command-error";
import { compareVersions, satisfies } from "../../target/version-range";

/** Which program a binary is, and its release. */
export interface TerraformRelease {
  readonly product: "Terraform" | "OpenTofu";
  readonly version: string;
}

/**
 * The first releases with native locking of S3 state that is no longer experimental.
 *
 * @see https://developer.hashicorp.com/terraform/language/v1.11.x/upgrade-guides#s3-native-state-locking
 * @see https://github.com/opentofu/opentofu/releases/tag/v1.10.0
 */
const oldestTerraform = { Terraform: "1.11", OpenTofu: "1.10" } as const;

const installation = {
  Terraform: "https://developer.hashicorp.com/terraform/install",
  OpenTofu: "https://opentofu.org/docs/intro/install/",
} as const;

/**
 * Asks the Terraform binary for its version.
 *
 * @param env environment variables to look in
 * @param constraint the version that the stacks require; without a constraint, the binary only has to support S3 state
 * locking
 * @throws CommandError when the binary cannot run the stacks, with how to install one that can
 */
export async function findTerraform(env: NodeJS.ProcessEnv, constraint?: string): Promise<TerraformRelease> {
  const binary = terraformBinary(env);
  const { exitCode, stdout } = await execa(binary, ["version"], {
    env,
    extendEnv: false,
    reject: false,
    stdin: "ignore",
  });
  const [, product = "", version = ""] = /^(Terraform|OpenTofu) v(\d+\.\d+\.\d+)/m.exec(stdout) ?? [];
  if (!isProduct(product)) {
    const needed = `Terraform ${oldestTerraform.Terraform} or OpenTofu ${oldestTerraform.OpenTofu} or later is needed`;
    throw new CommandError(
      `${needed}, but ${binary} ${exitCode === undefined ? "is not installed" : "does not report its version"}`,
      `see ${installation.Terraform} or ${installation.OpenTofu}, or name another binary in TERRAFORM_BINARY_NAME`,
    );
  }
  if (compareVersions(version, oldestTerraform[product]) < 0) {
    throw new CommandError(
      `${product} ${oldestTerraform[product]} or later is needed, but ${binary} is ${version}`,
      `see ${installation[product]}, or name another binary in TERRAFORM_BINARY_NAME`,
    );
  }
  if (constraint !== undefined && !satisfies(version, constraint)) {
    throw new CommandError(
      `${product} ${version} does not satisfy ${constraint}, which every stack requires`,
      howToFit({ product, version }, constraint),
    );
  }
  return { product, version };
}

function howToFit({ product, version }: TerraformRelease, constraint: string): string {
  const setting = "terraformVersion in environments/organization.ts";
  if (constraint !== versions.terraform) {
    return `install a version that satisfies ${constraint}, name the binary in TERRAFORM_BINARY_NAME, or change ${setting}`;
  }
  if (product === "Terraform") {
    return `install a version that satisfies ${constraint} (.terraform-version pins it for tfenv and similar tools), name the binary in TERRAFORM_BINARY_NAME, or set ${setting}`;
  }
  return `${constraint} refers to versions of Terraform: for OpenTofu set ${setting}, for example to "~> ${version}"`;
}

function isProduct(name: string): name is TerraformRelease["product"] {
  return name === "Terraform" || name === "OpenTofu";
}
