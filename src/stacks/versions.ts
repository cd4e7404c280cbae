/** What a configuration accepts: the constraints that Terraform checks before it does anything. */
export interface Versions {
  /** Constraint of `required_version`. */
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
