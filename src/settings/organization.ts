import { z } from "zod";
import { versions } from "../target/versions";
import { type AuditSettings, auditSchema } from "./audit";
import { keyAlias, prefixName, principalName, regionName, tags, versionConstraint } from "../options/fields";
import { type FieldsOf, type Immutable, group, text } from "../options/schema";
import { stateKey } from "./state";
import { type Principals, type StateAccessSettings, principals, stateAccessSchema } from "./state-access";

/** Settings that all environments share. */
export interface OrganizationSettings {
  /** First part of the name of every resource: `platform` creates the cluster `platform-dev`. */
  readonly name: string;

  /**
   * Prefix of the name of each environment's state bucket: `my-terraform-state` creates `my-terraform-state-dev`.
   * Bucket names are globally unique.
   */
  readonly stateBucketPrefix: string;

  /** AWS region of each environment that does not set its own region. */
  readonly region: string;

  /** GitHub repository whose workflows deploy, as `owner/name`. No resource depends on it yet. */
  readonly repository: string;

  /**
   * Principals that deploy: they can read and write the state of each environment. The names are looked up in the
   * environment's account.
   */
  readonly statePrincipals: Principals;

  /**
   * Other principals that use the state, and the roles that the bootstrap creates.
   * @default - the default of each of its settings
   */
  readonly stateAccess?: StateAccessSettings;

  /**
   * Records of each use of the state, and the recipients of alerts.
   * @default - the default of each of its settings
   */
  readonly audit?: AuditSettings;

  /**
   * Alias of the KMS key that encrypts state.
   * @default - `alias/terraform-state`
   */
  readonly stateKeyAlias?: string;

  /** The stacks that create state buckets and keys, one for each account. */
  readonly bootstrap: BootstrapSettings;

  /**
   * Tags of every resource.
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;

  /**
   * Version constraint on the binary that runs the stacks against AWS: `required_version` of every stack. OpenTofu has
   * its own version numbers: where `TERRAFORM_BINARY_NAME` names OpenTofu, set a constraint such as `~> 1.12.0`.
   * @default - `~> 1.13.5`
   * @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints
   */
  readonly terraformVersion?: string;
}

/** Where the bootstrap stores its own state, and how it reaches other accounts. */
export interface BootstrapSettings {
  /**
   * Environment whose bucket stores the state of the stack `bootstrap`. The stack of each other account,
   * `bootstrap-<account>`, stores its state in the bucket of the account's first environment.
   */
  readonly stateEnvironment: string;

  /**
   * Object key of a bootstrap stack's own state.
   * @default - `bootstrap/terraform.tfstate`
   */
  readonly stateKey?: string;

  /**
   * Role that `npm run bootstrap` assumes in each account other than the caller's. It must exist there.
   * @default - `OrganizationAccountAccessRole`
   */
  readonly assumeRole?: string;
}

/** Validated organization settings with all defaults applied. */
export type Organization = Immutable<z.output<typeof organizationSchema>>;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketPrefix = text(
  /^(?!xn--|sthree-|amzn-s3-demo-)[a-z0-9][a-z0-9-]*$/,
  "lowercase letters, digits and hyphens, not beginning with a hyphen, xn--, sthree- or amzn-s3-demo-",
);

const gitHubRepository = text(/^[A-Za-z0-9][A-Za-z0-9-]*\/[\w.-]+$/, "a GitHub repository as owner/name");

const bootstrapSchema = group({
  stateEnvironment: z.string("the name of an environment"),
  stateKey: stateKey.default("bootstrap/terraform.tfstate"),
  assumeRole: principalName.default("OrganizationAccountAccessRole"),
} satisfies FieldsOf<BootstrapSettings>);

export const organizationSchema = group({
  name: prefixName,
  stateBucketPrefix: bucketPrefix,
  region: regionName,
  repository: gitHubRepository,
  statePrincipals: principals,
  stateAccess: stateAccessSchema,
  audit: auditSchema,
  stateKeyAlias: keyAlias.default("alias/terraform-state"),
  bootstrap: bootstrapSchema,
  tags: tags.default({}),
  terraformVersion: versionConstraint.default(versions.terraform),
} satisfies FieldsOf<OrganizationSettings>);
