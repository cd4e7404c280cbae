import type { EnvironmentSettings } from "./environment";
import type { OrganizationSettings } from "./organization";

/** Longest name of an IAM role, and of an EventBridge rule. */
export const longestRoleName = 64;

/**
 * Longest suffix that such a name adds to an environment's prefix, hyphens included: `-karpenter-spot-interruption`.
 */
export const longestRoleSuffix = 30;

/** Longest `resourcePrefix`, so that no name turns out too long when the resource is created. */
export const longestResourcePrefix = longestRoleName - longestRoleSuffix;

/** Prefix of the names of an environment's resources, and name of its cluster, such as `platform-dev`. */
export function resourcePrefix(
  organization: Pick<OrganizationSettings, "name">,
  environment: Pick<EnvironmentSettings, "name">,
): string {
  return `${organization.name}-${environment.name}`;
}

/** Name of the bucket that stores an environment's state, such as `my-terraform-state-dev`. */
export function stateBucketName(
  organization: Pick<OrganizationSettings, "stateBucketPrefix">,
  environment: Pick<EnvironmentSettings, "name">,
): string {
  return `${organization.stateBucketPrefix}-${environment.name}`;
}

/** Name of the bucket that stores the copies of an environment's state, such as `my-terraform-state-prod-replica`. */
export function stateReplicaName(
  organization: Pick<OrganizationSettings, "stateBucketPrefix">,
  environment: Pick<EnvironmentSettings, "name">,
): string {
  return `${stateBucketName(organization, environment)}-replica`;
}

/** Alias of the key that encrypts those copies, such as `alias/terraform-state-prod-replica`. */
export function stateReplicaKeyAlias(
  organization: Pick<OrganizationSettings, "stateKeyAlias">,
  environment: Pick<EnvironmentSettings, "name">,
): string {
  return `${organization.stateKeyAlias}-${environment.name}-replica`;
}

/**
 * Name of the bucket that receives an account's audit logs, such as `my-terraform-state-audit`.
 *
 * @param account set unless the bootstrap's own state is stored in it
 */
export function auditBucketName(
  organization: Pick<OrganizationSettings, "stateBucketPrefix">,
  account: string | undefined,
): string {
  return [organization.stateBucketPrefix, "audit", account].filter((part) => part !== undefined).join("-");
}

/** Name of an account's trail, and prefix of the names of everything that belongs to it, such as `platform-audit`. */
export function auditName(organization: Pick<OrganizationSettings, "name">): string {
  return `${organization.name}-audit`;
}

/** Prefix of the names of the roles that copy state. */
const replicationRolePrefix = "TerraformReplication-";

/**
 * Name of the role that copies an environment's state. It is not one of the environment's own roles, which the
 * principals that deploy can change.
 */
export function replicationRoleName({ name }: Pick<EnvironmentSettings, "name">): string {
  return `${replicationRolePrefix}${name}`;
}

/** Prefixes of the names of the roles that the bootstrap creates for services. */
export function serviceRolePrefixes(organization: Pick<OrganizationSettings, "name">): string[] {
  return [replicationRolePrefix, `${auditName(organization)}-`];
}
