import { execa } from "execa";
import { terraformBinary } from "../stacks/terraform-binary";

/** Which program a binary is, and its release. */
interface TerraformRelease {
  readonly product: "Terraform" | "OpenTofu";
  readonly version: string;
}

/** The Terraform binary as it was found; one without a release cannot be used, for the reason that `fault` gives. */
export type InstalledTerraform =
  | { readonly binary: string; readonly release: TerraformRelease; readonly fault?: undefined }
  | { readonly binary: string; readonly release?: undefined; readonly fault: string };

/**
 * Asks the Terraform binary for its version.
 *
 * @param env environment to look in
 */
export async function findTerraform(env: NodeJS.ProcessEnv = process.env): Promise<InstalledTerraform> {
  const binary = terraformBinary(env);
  const { exitCode, stdout } = await execa(binary, ["version"], {
    env,
    extendEnv: false,
    reject: false,
    stdin: "ignore",
  });
  if (exitCode === undefined) return { binary, fault: "is not installed" };
  const [, product = "", version = ""] = /^(Terraform|OpenTofu) v(\d+\.\d+\.\d+)/m.exec(stdout) ?? [];
  if (!isProduct(product)) return { binary, fault: "does not tell its version" };
  return { binary, release: { product, version } };
}

function isProduct(name: string): name is TerraformRelease["product"] {
  return name === "Terraform" || name === "OpenTofu";
}
