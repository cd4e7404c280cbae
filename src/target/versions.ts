import { satisfies } from "./version-range";

/** Versions that a configuration accepts: the constraints that Terraform checks first. */
export interface Versions {
  /** Constraint of `required_version`. Against AWS, the organization's `terraformVersion` replaces it. */
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
 * The supported lines of Node, each from the first release that the dependencies accept by their own `engines`. Lines
 * with an odd number get no long-term support, and the dependencies refuse 21 and 23. `engines` in package.json states
 * the same for npm, and with `engine-strict` in .npmrc, `npm ci` refuses any other Node.
 *
 * @see https://nodejs.org/en/about/previous-releases
 */
export const supportedNode = ["~> 20.19", "~> 22.13", "~> 24.0", "~> 26.0"] as const;

/** Why a Node version is not supported, in one line, or nothing if it is supported. */
export function nodeFault(version: string): string | undefined {
  if (supportedNode.some((line) => satisfies(version, line))) return undefined;
  return `Node ${version} is not supported: install 22 (22.13 or later), 24 or 26 from https://nodejs.org/en/download`;
}
