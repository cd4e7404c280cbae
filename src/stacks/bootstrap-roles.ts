import type { Construct } from "constructs";
import { iamArn } from "../constructs/iam/arn";
import { partitionOf } from "../constructs/iam/partition";
import { trailLogGroupName } from "../constructs/state/audit/access-trail";
import { AccessRole, type AccessRoleProps, trustStatement } from "../constructs/state/roles/access-role";
import { auditLogPermissions } from "../constructs/state/roles/audit-log-permissions";
import { deployPermissions } from "../constructs/state/roles/deploy-permissions";
import type { EnvironmentReference } from "../constructs/state/roles/environment-reference";
import { PermissionsBoundary } from "../constructs/state/roles/permissions-boundary";
import { planPermissions } from "../constructs/state/roles/plan-permissions";
import { rolePermissions } from "../constructs/state/roles/role-permissions";
import { taggedPermissions } from "../constructs/state/roles/tagged-permissions";
import {
  longestManagedPolicy,
  longestRolePolicies,
  longestTrustPolicy,
  policySize,
} from "../constructs/iam/policy-size";
import {
  breakGlassPermissions,
  readingPermissions,
  writingPermissions,
} from "../constructs/state/roles/state-permissions";
import { fault } from "../options/faults";
import { SettingsError } from "../settings/settings-error";
import { auditName, resourcePrefix } from "../settings/names";
import type { Organization } from "../settings/organization";
import type { CreatedRoles } from "../settings/state-access";
import { principalsOf } from "./bootstrap-access";
import type { BootstrapAccount, StateOwner } from "./bootstrap-accounts";
import type { StoredState } from "./state-region";

type Permissions = Pick<AccessRoleProps, "description" | "permissions" | "managedPermissions" | "needsMfa">;

/**
 * The roles of one account that the settings have the bootstrap create. A role that several environments of the account
 * name gets the permissions for all of them, including on copies of their state: a principal that works with a state
 * needs the same access where the state continues after its region is lost.
 *
 * @throws SettingsError when the permissions of a role, or the principals that it trusts, exceed the limits of IAM
 */
export function createAccessRoles(
  scope: Construct,
  { organization }: BootstrapAccount,
  states: readonly StoredState[],
): AccessRole[] {
  const { createRoles, trustedPrincipals } = organization.stateAccess;
  return createRoles.flatMap((kind) =>
    rolesOf(kind, organization, states).map(([name, usedFor]) => {
      const permissions = permissionsOf(kind, organization, usedFor);
      const role = { name, trustedPrincipals: trustedPrincipals[kind] ?? accountRootOf(usedFor), ...permissions };
      checkPermissions(kind, usedFor, role);
      checkTrust(kind, role);
      return new AccessRole(scope, `role-${name.replaceAll("/", "-")}`, role);
    }),
  );
}

/** The permissions boundary of the roles of each environment. */
export function createBoundaries(
  scope: Construct,
  { organization }: BootstrapAccount,
  states: readonly StoredState[],
): PermissionsBoundary[] {
  return environmentsOf(states).map((environment) => {
    return new PermissionsBoundary(scope, `boundary-${environment.name}`, {
      environment: referenceTo(organization, environment),
      stateBucketPrefix: organization.stateBucketPrefix,
      auditName: auditName(organization),
    });
  });
}

function rolesOf(kind: CreatedRoles, organization: Organization, states: readonly StoredState[]) {
  const roles = new Map<string, StoredState[]>();
  for (const one of states) {
    const { writers, planners, breakGlass } = principalsOf(organization, one.environment);
    const { roles: names } = { writers, planners, breakGlass }[kind];
    for (const name of names) roles.set(name, [...(roles.get(name) ?? []), one]);
  }
  return [...roles];
}

function permissionsOf(kind: CreatedRoles, organization: Organization, usedFor: readonly StoredState[]): Permissions {
  const states = usedFor.map(({ store }) => store.reference);
  const accountId = states[0]?.accountId ?? "";
  const partition = partitionOf(usedFor[0]?.environment.region ?? organization.region);
  const environments = environmentsOf(usedFor).map((environment) => referenceTo(organization, environment));
  switch (kind) {
    case "writers":
      return {
        description: "Applies Terraform to the environments whose state names it",
        permissions: {
          state: writingPermissions(states),
          read: planPermissions(partition),
          deploy: deployPermissions(environments),
        },
        managedPermissions: { tagged: taggedPermissions(environments), roles: rolePermissions(environments) },
      };
    case "planners":
      return {
        description: "Plans by Terraform, without changing anything and without locking the state",
        permissions: { state: readingPermissions(states), read: planPermissions(partition) },
      };
    case "breakGlass":
      return {
        description: "Emergency access to Terraform state and its keys",
        needsMfa: organization.stateAccess.breakGlassNeedsMfa,
        permissions: {
          state: breakGlassPermissions(states),
          audit: auditLogPermissions({
            accountId,
            partition,
            logGroupName: trailLogGroupName(auditName(organization)),
          }),
        },
      };
  }
}

/** The setting that names the roles of a kind, and the way to give an environment another role. */
const origins: Readonly<Record<CreatedRoles, { path: readonly string[]; wayOut: string }>> = {
  writers: { path: ["statePrincipals", "roles"], wayOut: "roles (state.principals) or accounts" },
  planners: { path: ["stateAccess", "planners"], wayOut: "roles (state.planners) or accounts" },
  breakGlass: { path: ["stateAccess", "breakGlass"], wayOut: "accounts" },
};

/** Without this check IAM would refuse the role, but only in the middle of a bootstrap. */
function checkPermissions(
  kind: CreatedRoles,
  usedFor: readonly StoredState[],
  { name, permissions, managedPermissions = {} }: AccessRoleProps,
): void {
  const sizes = Object.values(managedPermissions).map((statements) => policySize([statements]));
  const [size, longest] =
    [
      [policySize(Object.values(permissions)), longestRolePolicies] as const,
      [Math.max(0, ...sizes), longestManagedPolicy] as const,
    ].find(([size, longest]) => size > longest) ?? [];
  if (size === undefined) return;
  const { path, wayOut } = origins[kind];
  const environments = environmentsOf(usedFor)
    .map(({ name }) => name)
    .join(", ");
  const allowed =
    `a role whose permissions fit in the ${longest} characters that IAM allows, not about ${size} for ` +
    `${environments}: give some of these environments their own ${wayOut}`;
  throw new SettingsError([fault(["organization", ...path], name, allowed)]);
}

/** The same for the trust policy, by the default quota: a raised quota is not known here. */
function checkTrust(kind: CreatedRoles, role: AccessRoleProps): void {
  const size = policySize([[trustStatement(role)]]);
  if (size <= longestTrustPolicy) return;
  const allowed =
    `principals whose ARNs fit in the ${longestTrustPolicy} characters that IAM allows in the trust policy of ` +
    `${role.name}, which would have ${size}: name fewer, for example one role that all of them can assume, or none, and ` +
    "let the account's own IAM policies decide";
  throw new SettingsError([
    fault(["organization", "stateAccess", "trustedPrincipals", kind], role.trustedPrincipals, allowed),
  ]);
}

function environmentsOf(states: readonly StoredState[]): StateOwner[] {
  return [...new Set(states.map(({ environment }) => environment))];
}

/** The environment, for the roles that manage it and for the boundary of its own roles. */
function referenceTo(organization: Organization, environment: StateOwner): EnvironmentReference {
  const { name, region, account, imageRegistry } = environment;
  return {
    name,
    prefix: resourcePrefix(organization, environment),
    region,
    accountId: account,
    partition: partitionOf(region),
    cachePrefixes: Object.keys(imageRegistry?.pullThroughCache ?? {}),
  };
}

/** The whole account, whose IAM policies then decide which principals can assume the role. */
function accountRootOf(states: readonly StoredState[]): string[] {
  const accounts = environmentsOf(states).map(({ account, region }) => iamArn(partitionOf(region), account, "root"));
  return [...new Set(accounts)];
}
