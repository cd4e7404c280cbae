import type { Construct } from "constructs";
import { bucketArn, iamArn } from "../constructs/iam/arn";
import { partitionOf } from "../constructs/iam/partition";
import { trailLogGroupName } from "../constructs/state/audit/access-trail";
import { AccessRole, type AccessRoleProps } from "../constructs/state/roles/access-role";
import { auditLogPermissions } from "../constructs/state/roles/audit-log-permissions";
import { deployPermissions } from "../constructs/state/roles/deploy-permissions";
import type { EnvironmentReference } from "../constructs/state/roles/environment-reference";
import { PermissionsBoundary } from "../constructs/state/roles/permissions-boundary";
import { planPermissions } from "../constructs/state/roles/plan-permissions";
import { roleLimits, rolePermissions } from "../constructs/state/roles/role-permissions";
import { tagLimits, taggedPermissions } from "../constructs/state/roles/tagged-permissions";
import { mostManagedPolicies } from "../constructs/iam/policy-size";
import { type FittedPolicies, fitPolicies } from "../constructs/iam/policy-split";
import {
  breakGlassPermissions,
  readingPermissions,
  type StateReference,
  writingPermissions,
  writingPermissionsInAccount,
} from "../constructs/state/roles/state-permissions";
import { auditBucketName, auditName, resourcePrefix, stateBucketName, stateReplicaName } from "../settings/names";
import type { Organization } from "../settings/organization";
import type { CreatedRoles } from "../settings/state-access";
import { principalsOf } from "./bootstrap-access";
import type { BootstrapAccount, StateOwner } from "./bootstrap-accounts";
import { checkRole } from "./role-limits";
import type { StoredState } from "./state-region";

type Policies = FittedPolicies["inline"];

/** Permissions by the name of their policy, see `fitPolicies`. */
interface Permissions extends Pick<AccessRoleProps, "description" | "needsMfa"> {
  readonly fixed: FittedPolicies;
  readonly growing: Policies;

  /** The policies that replace those of the same name if the role would otherwise exceed the number of policies. */
  readonly shorter?: Policies;
}

/**
 * The roles of one account that the settings have the bootstrap create. A role that several environments of the account
 * name gets the permissions for all of them, including on copies of their state: a principal that works with a state
 * needs the same access where the state continues after its region is lost.
 *
 * @throws SettingsError when the permissions of a role, or the principals that it trusts, exceed the limits of IAM
 */
export function createAccessRoles(
  scope: Construct,
  account: BootstrapAccount,
  states: readonly StoredState[],
): AccessRole[] {
  const { organization } = account;
  const { createRoles, trustedPrincipals } = organization.stateAccess;
  return createRoles.flatMap((kind) =>
    rolesOf(kind, organization, states).map(([name, usedFor]) => {
      const { fixed, growing, shorter, ...purpose } = permissionsOf(kind, account, usedFor);
      const listed = fitPolicies(fixed, growing);
      const exceeds = Object.keys(listed.managed).length > mostManagedPolicies;
      const isForAll = usedFor.length === states.length;
      const fitted = exceeds && isForAll ? fitPolicies(fixed, { ...growing, ...shorter }) : listed;
      const trusted = trustedPrincipals[kind] ?? accountRootOf(usedFor);
      const role = {
        name,
        trustedPrincipals: trusted,
        permissions: fitted.inline,
        managedPermissions: fitted.managed,
        ...purpose,
      };
      checkRole(
        kind,
        environmentsOf(usedFor).map(({ name }) => name),
        role,
      );
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
    for (const name of names) {
      const usedFor = roles.get(name);
      if (usedFor) usedFor.push(one);
      else roles.set(name, [one]);
    }
  }
  return [...roles];
}

function permissionsOf(kind: CreatedRoles, account: BootstrapAccount, usedFor: readonly StoredState[]): Permissions {
  const { organization } = account;
  const states = usedFor.map(({ store }) => store.reference);
  const accountId = states[0]?.accountId ?? "";
  const partition = partitionOf(usedFor[0]?.environment.region ?? organization.region);
  const environments = environmentsOf(usedFor).map((environment) => referenceTo(organization, environment));
  const logGroupName = trailLogGroupName(auditName(organization));
  switch (kind) {
    case "writers":
      return {
        description: "Applies Terraform to the environments whose state names it",
        fixed: {
          inline: { read: planPermissions(partition), limits: [...roleLimits(), ...tagLimits(environments)] },
          managed: { tagged: taggedPermissions(environments) },
        },
        growing: {
          state: writingPermissions(states),
          deploy: deployPermissions(environments),
          roles: rolePermissions(environments),
        },
        shorter: patternsFor(account, states),
      };
    case "planners":
      return {
        description: "Plans by Terraform, without changing anything and without locking the state",
        fixed: { inline: { read: planPermissions(partition) }, managed: {} },
        growing: { state: readingPermissions(states) },
      };
    case "breakGlass":
      return {
        description: "Emergency access to Terraform state and its keys",
        needsMfa: organization.stateAccess.breakGlassNeedsMfa,
        fixed: { inline: { audit: auditLogPermissions({ accountId, partition, logGroupName }) }, managed: {} },
        growing: { state: breakGlassPermissions(states) },
      };
  }
}

/** The shorter permissions on all state of an account, unless they would reach the state of its bootstrap. */
function patternsFor(account: BootstrapAccount, states: readonly StateReference[]): Policies | undefined {
  const { organization, accountId, isMain, environments, released, stateEnvironment } = account;
  if (states.some(({ stateKey }) => organization.bootstrap.stateKey.endsWith(`/${stateKey}`))) return undefined;
  const { region } = stateEnvironment;
  const audit = auditBucketName(organization, isMain ? undefined : accountId);
  const gone = released.filter(({ name }) => !environments.some((one) => one.name === name));
  const others = gone.flatMap((one) => [stateBucketName(organization, one), stateReplicaName(organization, one)]);
  const buckets = {
    accountId,
    bucketArns: bucketArn(region, `${organization.stateBucketPrefix}-*`),
    otherBucketArns: [audit, `${audit}-access`, ...others].map((name) => bucketArn(region, name)),
  };
  return { state: writingPermissionsInAccount(states, buckets) };
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
