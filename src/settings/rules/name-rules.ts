import { refuseLongRepositoryNames } from "../../constructs/ecr/repository-options";
import { type PartialSettings, type Readable, rulesAbout } from "../partial-settings";
import type { Environment } from "../environment";
import { type Fault, fault, faultUnder } from "../../options/faults";
import { isBootstrapStack, resourcePrefix, stateBucketName } from "../names";
import { longestNamePrefix, longestRoleSuffix } from "../../options/fields";
import type { Organization } from "../organization";

const given = rulesAbout<Environment>();

type Named = Pick<Environment, "name">;

/**
 * Names that are in use: by a bootstrap stack, by the organization's settings, by resources beside the buckets, and by
 * every JavaScript object.
 */
const reservedNames = ["bootstrap", "organization", "key", "audit", "constructor"];

/** Rules about the names that AWS resources get from the settings of the organization and of an environment. */
export function nameFaults(
  organization: Readable<Organization>,
  draft: PartialSettings<Environment>,
): readonly Fault[] {
  const rules = [
    given({ name: true }, refuseReservedName),
    given({ name: true }, (environment) => refuseLongPrefix(organization, environment)),
    given({ name: true }, (environment) => refuseBucketName(organization, environment)),
    given({ name: true }, (environment) => refuseStateKeyAlias(organization, environment)),
    given({ name: true, repositories: true }, (environment) => longRepositoryNames(organization, environment)),
  ];
  return rules.flatMap((rule) => rule(draft.values)).map((inner) => faultUnder(draft.label, inner));
}

/**
 * `name` of an environment: not bootstrap, organization, key, audit or constructor, not `bootstrap-<account>`, and not
 * beginning with `audit-`.
 */
function refuseReservedName({ name }: Named): Fault[] {
  if (!reservedNames.includes(name) && !isBootstrapStack(name) && !name.startsWith("audit-")) return [];
  const allowed = `a name other than ${reservedNames.join(", ")}, bootstrap-<account>, and not one that begins with audit-`;
  return [fault(["name"], name, allowed)];
}

/**
 * `name` of an environment: `<organization.name>-<name>` has at most 36 characters, so that the names of IAM roles fit.
 */
function refuseLongPrefix({ name }: Readable<Organization>, environment: Named): Fault[] {
  if (name === undefined) return [];
  const prefix = resourcePrefix({ name }, environment);
  if (prefix.length <= longestNamePrefix) return [];
  const allowed =
    `at most ${longestNamePrefix} characters for "${prefix}", which has ${prefix.length}, ` +
    `since the names of IAM roles add up to ${longestRoleSuffix} characters and can have 64`;
  return [fault(["name"], environment.name, allowed)];
}

/**
 * `name` of an environment: the bucket `<organization.stateBucketPrefix>-<name>` has at most 63 characters and does not
 * end in a suffix that S3 reserves, such as `-s3alias`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
function refuseBucketName({ stateBucketPrefix }: Readable<Organization>, environment: Named): Fault[] {
  if (stateBucketPrefix === undefined) return [];
  const bucket = stateBucketName({ stateBucketPrefix }, environment);
  if (bucket.length > 63) {
    return [
      fault(["name"], environment.name, `at most 63 characters for bucket "${bucket}", which has ${bucket.length}`),
    ];
  }
  const suffix = /(-s3alias|--ol-s3|--x-s3|--table-s3)$/.exec(bucket)?.[0];
  if (suffix === undefined) return [];
  return [
    fault(
      ["name"],
      environment.name,
      `a name with which bucket "${bucket}" does not end in ${suffix}, which S3 reserves`,
    ),
  ];
}

/**
 * `organization.stateKeyAlias`: does not begin with `alias/<organization.name>-<environment>-`, the prefix of the
 * environment's own keys.
 */
function refuseStateKeyAlias({ name, stateKeyAlias }: Readable<Organization>, environment: Named): Fault[] {
  if (name === undefined || stateKeyAlias === undefined) return [];
  const own = `alias/${resourcePrefix({ name }, environment)}-`;
  if (!stateKeyAlias.startsWith(own)) return [];
  return [
    fault(
      ["name"],
      environment.name,
      `a name whose key aliases, ${own}…, do not conflict with stateKeyAlias "${stateKeyAlias}"`,
    ),
  ];
}

function longRepositoryNames(
  { name }: Readable<Organization>,
  environment: Pick<Environment, "name" | "repositories">,
): Fault[] {
  if (name === undefined) return [];
  return refuseLongRepositoryNames(resourcePrefix({ name }, environment), Object.keys(environment.repositories));
}
