import { z } from "zod";
import { principals } from "../constructs/state/access/principal-options";
import { mailOptions, slackChannel, trailOptions } from "../constructs/state/audit/audit-options";
import { stateKey } from "../constructs/state/store/state-options";
import {
  accountId,
  groupNamePrefix,
  keyAlias,
  prefixName,
  principalName,
  regionName,
  tags,
  versionConstraint,
} from "../options/fields";
import { type OptionsOf, type ParsedOptions, distinct, group, requirement, text } from "../options/schema";
import { versions } from "../target/versions";
import { stateSchema } from "./state";
import { stateAccessSchema } from "./state-access";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketPrefix = text(
  /^(?!xn--|sthree-|amzn-s3-demo-)[a-z0-9][a-z0-9-]*$/,
  "lowercase letters, digits and hyphens, not beginning with a hyphen, xn--, sthree- or amzn-s3-demo-",
);

/** Records of each use of the state, and the recipients of alerts. */
const auditSchema = group({
  ...trailOptions.shape,
  ...mailOptions.shape,

  /**
   * Slack channel that receives the alerts.
   * @default - none
   */
  slack: slackChannel.optional(),

  /**
   * Whether changes of the roles, users and policies that give access to the state raise an alert. IAM's records exist
   * only in `us-east-1` (in GovCloud, `us-gov-west-1`): the alerts have topics there, which recipients confirm too.
   * Set it to false where no resource can be created in that region.
   * @default - true
   */
  identityAlerts: z.boolean().default(true),
});

/** More environments than anyone deploys: the rules about pairs of them would take minutes. */
export const mostEnvironments = 1000;

/** What remains of the settings of an environment that was removed, as they were. */
const retiredSchema = group({
  /** Name of the environment. */
  name: prefixName,

  /** AWS account, 12 digits in quotes. */
  account: accountId,

  /**
   * AWS region of the environment and of its state bucket.
   * @default - `organization.region`
   */
  region: regionName.optional(),

  /**
   * Terraform state of the environment.
   * @default - the default of each of its settings
   */
  state: stateSchema.prefault({}),

  /**
   * Whether bootstrap stops managing the buckets and keys that no environment declares any more. They remain in AWS as
   * they are, and everything else of the environment is deleted.
   * @default - false
   */
  release: z.boolean().default(false),
});

/** What remains of an environment that was removed. */
export type RetiredSettings = OptionsOf<typeof retiredSchema>;

/** Where the bootstrap stores its own state, and how it reaches other accounts. */
const bootstrapSchema = group({
  /**
   * Environment whose bucket stores the state of the stack `bootstrap`. The stack of each other account,
   * `bootstrap-<account>`, stores its state in the bucket of the account's first environment.
   */
  stateEnvironment: z.string("the name of an environment"),

  /**
   * Object key of a bootstrap stack's own state.
   * @default - `bootstrap/terraform.tfstate`
   */
  stateKey: stateKey.default("bootstrap/terraform.tfstate"),

  /**
   * Role that `npm run bootstrap` assumes in each account other than the caller's. It must exist there.
   * @default - `OrganizationAccountAccessRole`
   */
  assumeRole: principalName.default("OrganizationAccountAccessRole"),

  /**
   * Environments whose buckets store the states of the bootstrap stacks of other accounts, at most one in each.
   * @default - the first environment of each account
   */
  furtherStateEnvironments: distinct(z.string("the name of an environment"), {
    atLeast: 0,
    of: "names of environments",
  }).default([]),

  /**
   * Environments that were destroyed and removed from `environments/`, so that their state stores remain protected.
   * @default - none
   */
  retired: z
    .array(retiredSchema, "a list of retired environments")
    .check(requirement((retired) => retired.length <= mostEnvironments, `at most ${mostEnvironments} environments`))
    .default([]),
});

/** Settings that all environments share. */
export const organizationSchema = group({
  /** First part of the name of every resource: `platform` creates the cluster `platform-dev`. */
  name: groupNamePrefix,

  /**
   * Prefix of the name of each environment's state bucket: `my-terraform-state` creates `my-terraform-state-dev`.
   * Bucket names are globally unique.
   */
  stateBucketPrefix: bucketPrefix,

  /** AWS region of each environment that does not set its own region. */
  region: regionName,

  /**
   * Principals that deploy: they can read and write the state of each environment. The names are looked up in the
   * environment's account.
   */
  statePrincipals: principals,

  /**
   * Other principals that use the state, and the roles that the bootstrap creates.
   * @default - the default of each of its settings
   */
  stateAccess: stateAccessSchema.prefault({}),

  /**
   * Records of each use of the state, and the recipients of alerts.
   * @default - the default of each of its settings
   */
  audit: auditSchema.prefault({}),

  /**
   * Alias of the KMS key that encrypts state.
   * @default - `alias/terraform-state`
   */
  stateKeyAlias: keyAlias.default("alias/terraform-state"),

  /** The stacks that create state buckets and keys, one for each account. */
  bootstrap: bootstrapSchema,

  /**
   * Tags of every resource.
   * @default - none
   */
  tags: tags.default({}),

  /**
   * Version constraint on the binary that runs the stacks against AWS: `required_version` of every stack. OpenTofu has
   * its own version numbers: where `TERRAFORM_BINARY_NAME` names OpenTofu, set a constraint such as `~> 1.12.0`.
   * @default - `~> 1.13.5`
   * @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints
   */
  terraformVersion: versionConstraint.default(versions.terraform),
});

/** Settings that all environments share, as `environments/organization.ts` has them. */
export type OrganizationSettings = OptionsOf<typeof organizationSchema>;

/** Validated organization settings with all defaults applied. */
export type Organization = ParsedOptions<typeof organizationSchema>;
