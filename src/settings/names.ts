import type { EnvironmentSettings } from "./environment";
import type { OrganizationSettings } from "./organization";

/** Prefix of the names of an environment's resources, and name of its cluster, such as `platform-dev`. */
export function resourcePrefix(
  organization: Pick<OrganizationSettings, "name">,
  environment: Pick<EnvironmentSettings, "name">,
): string {
  return `${organization.name}-${environment.name}`;
}

/**
 * Name of an account's bootstrap stack: `bootstrap`, or `bootstrap-210987654321`.
 *
 * @param account set unless `bootstrap.stateEnvironment` is in it
 */
export function bootstrapStackName(account: string | undefined): string {
  return account === undefined ? "bootstrap" : `bootstrap-${account}`;
}

/** Whether a stack is the bootstrap stack of an account. No environment has such a name. */
export function isBootstrapStack(name: string): boolean {
  return /^bootstrap(-\d{12})?$/.test(name);
}

/** The account that a bootstrap stack's name contains: none for `bootstrap`, nor for other stacks. */
export function accountInName(stack: string): string | undefined {
  return /^bootstrap-(\d{12})$/.exec(stack)?.[1];
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
