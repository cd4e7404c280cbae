import { z } from "zod";
import { versions } from "../stacks/versions";
import { type AuditSettings, auditSchema } from "./audit";
import { prefixName, principalName, regionName, tags, versionConstraint } from "./fields";
import { type FieldsOf, type Immutable, group, text } from "./schema";
import { stateKey } from "./state";
import { type Principals, type StateAccessSettings, principals, stateAccessSchema } from "./state-access";

/** What all environments share. */
export interface OrganizationSettings {
  /** First part of the name of everything that is created: `platform` makes a cluster `platform-dev`. */
  readonly name: string;

  /**
   * Name of each environment's state bucket without the environment: `my-terraform-state` makes `my-terraform-state-dev`.
   * Names of buckets are unique in the world.
   */
  readonly stateBucketPrefix: string;

  /** AWS region of each environment that does not set its own. */
  readonly region: string;

  /** GitHub repository whose workflows deploy, as `owner/name`. No resource depends on it so far. */
  readonly repository: string;

  /** Principals that deploy: they may read and write the state of each environment, in whose account the names are looked up. */
  readonly statePrincipals: Principals;

  /**
   * Other principals that use the state, and the roles that bootstrap creates.
   * @default - as each of its settings says
   */
  readonly stateAccess?: StateAccessSettings;

  /**
   * Records of each use of the state, and who gets the alerts.
   * @default - as each of its settings says
   */
  readonly audit?: AuditSettings;

  /**
   * Alias of the KMS key under which state is encrypted.
   * @default - `alias/terraform-state`
   */
  readonly stateKeyAlias?: string;

  /** The stack that creates state buckets and keys. */
  readonly bootstrap: BootstrapSettings;

  /**
   * Tags of every resource.
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;

  /**
   * Version constraint on the binary that runs the stacks against AWS: `required_version` of every stack. OpenTofu
   * counts its own versions: set it, for example to `~> 1.12.0`, where `TERRAFORM_BINARY_NAME` names OpenTofu.
   * @default - `~> 1.13.5`
   * @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints
   */
  readonly terraformVersion?: string;
}

/** Where bootstrap keeps its own state, and how it reaches other accounts. */
export interface BootstrapSettings {
  /** Environment whose bucket holds the bootstrap stack's own state, and whose account bootstrap runs in. */
  readonly stateEnvironment: string;

  /**
   * Object that holds the bootstrap stack's own state.
   * @default - `bootstrap/terraform.tfstate`
   */
  readonly stateKey?: string;

  /**
   * Role that bootstrap assumes in each account other than that of its own state. It has to exist there.
   * @default - `OrganizationAccountAccessRole`
   */
  readonly assumeRole?: string;
}

/** Organization settings that were validated, defaults applied. */
export type Organization = Immutable<z.output<typeof organizationSchema>>;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketPrefix = text(
  /^(?!xn--|sthree-|amzn-s3-demo-)[a-z0-9][a-z0-9-]*$/,
  "lower-case letters, digits and hyphens, not beginning with a hyphen, xn--, sthree- or amzn-s3-demo-",
);

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
const keyAlias = text(
  /^alias\/(?!aws\/)[\w/-]{1,250}$/,
  'alias/ and letters, digits, "/", "_" and "-", not alias/aws/, which belongs to AWS',
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
