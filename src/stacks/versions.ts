import { satisfies } from "./version-range";

/** What a configuration accepts: the constraints that Terraform checks before it does anything. */
export interface Versions {
  /** Constraint of `required_version`; against AWS `terraformVersion` of the organization replaces it. */
  readonly terraform: string;

  /** Constraint of the `hashicorp/aws` provider. */
  readonly awsProvider: string;
}

/**
 * The versions that this project is built, planned and released with. `.terraform-version` pins the same Terraform,
 * and the provider bindings in package.json are generated from the same provider.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */
export const versions: Versions = { terraform: "~> 1.13.5", awsProvider: "~> 6.20.0" };

/**
 * The Node versions that this project is tested with, as `engines` in package.json has them.
 *
 * @see https://nodejs.org/en/about/previous-releases
 */
export const supportedNode = ">= 20.19.0, < 27.0.0";

/** What is wrong with a Node version, in one line, or nothing where it is supported. */
export function nodeFault(version: string): string | undefined {
  if (satisfies(version, supportedNode)) return undefined;
  return `Node ${version} is not supported: install 22 or 24 (20.19 to 26 work) from https://nodejs.org/en/download`;
}
