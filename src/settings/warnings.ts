import { identitiesOf } from "../constructs/state/access/principal-options";
import type { Environment } from "./environment";
import { versionWarning } from "./kubernetes-versions";
import type { Organization } from "./organization";
import { regionWarning } from "./regions";
import { someOf } from "../options/some-of";

/** Warnings about the organization's settings, as lines that begin with the setting's path. */
export function organizationWarnings(organization: Organization, environments: readonly Environment[]): string[] {
  return [...secondFactorWarnings(organization), ...administratingWriterWarnings(organization, environments)];
}

function secondFactorWarnings({ statePrincipals, stateAccess }: Organization): string[] {
  const { administrators = statePrincipals, createRoles, trustedPrincipals, breakGlassNeedsMfa } = stateAccess;
  const trustsWholeAccount = createRoles.includes("breakGlass") && trustedPrincipals.breakGlass === undefined;
  if (!breakGlassNeedsMfa || !trustsWholeAccount || administrators.users.length > 0) return [];
  return [
    "organization.stateAccess.breakGlassNeedsMfa: no administrator is an IAM user, and no other principal presents a " +
      "second factor (sessions of roles and of IAM Identity Center do not): set it to false, and name the principals " +
      "that can assume break-glass in trustedPrincipals.breakGlass",
  ];
}

/** A principal that deploys every day could also open the buckets and keys that bootstrap protects. */
function administratingWriterWarnings(
  { statePrincipals, stateAccess }: Organization,
  environments: readonly Environment[],
): string[] {
  const { users } = statePrincipals;
  const administrators = stateAccess.administrators ?? (users.length > 0 ? { users } : statePrincipals);
  const writers = environments.flatMap(({ state }) => identitiesOf(state.principals ?? statePrincipals));
  const both = identitiesOf(administrators).filter(({ identity }) => writers.some((one) => one.identity === identity));
  if (both.length === 0) return [];
  return [
    `organization.stateAccess.administrators: ${someOf(both.map(({ name }) => name))} also writes the state of ` +
      "environments, and a principal that deploys can then change the policies of buckets and keys: name principals that only run bootstrap",
  ];
}

/**
 * Warnings about an environment's settings, as lines that begin with the setting's path.
 *
 * @param accounts the accounts of all environments
 */
export function warningsAbout(environment: Environment, accounts: readonly string[], today: Date): string[] {
  return [
    ...regionWarnings(environment),
    ...warn(environment, "cluster.version", versionWarning(environment.cluster.version, today)),
    ...warn(environment, "cluster.access.administrators", administratorWarning(environment)),
    ...foreignPrincipalWarnings(environment, accounts),
    ...autoscalingWarnings(environment),
  ];
}

function warn({ name }: Environment, path: string, warning: string | undefined): string[] {
  return warning === undefined ? [] : [`${name}.${path}: ${warning}`];
}

function regionWarnings(environment: Environment): string[] {
  const { region, state, imageRegistry } = environment;
  const copies = imageRegistry?.replicationRegions ?? [];
  return [
    ...warn(environment, "region", regionWarning(region)),
    ...(state.replicaRegion === undefined
      ? []
      : warn(environment, "state.replicaRegion", regionWarning(state.replicaRegion))),
    ...copies.flatMap((copy, position) =>
      warn(environment, `imageRegistry.replicationRegions[${position}]`, regionWarning(copy)),
    ),
  ];
}

/** Usually the account ID was changed in one place and not in the other. */
function foreignPrincipalWarnings(environment: Environment, accounts: readonly string[]): string[] {
  const { administrators, developers, viewers } = environment.cluster.access;
  const principals = [
    ...administrators.map((arn, position) => [`administrators[${position}]`, arn] as const),
    ...developers.map(({ principalArn }, position) => [`developers[${position}].principalArn`, principalArn] as const),
    ...viewers.map((arn, position) => [`viewers[${position}]`, arn] as const),
  ];
  return principals.flatMap(([path, arn]) => {
    const account = arn.split(":")[4] ?? "";
    if (accounts.includes(account)) return [];
    const warning = `${arn} is in account ${account}, which no environment uses: check the account ID`;
    return warn(environment, `cluster.access.${path}`, warning);
  });
}

function administratorWarning({ cluster }: Environment): string | undefined {
  if (cluster.access.administrators.length > 0) return undefined;
  return "no principal administers the cluster, not even its creator, so nothing can be installed in it";
}

function autoscalingWarnings(environment: Environment): string[] {
  const { nodeGroups, workloads } = environment.cluster;
  if (workloads.clusterAutoscaler) return [];
  const groups = Object.keys(nodeGroups).filter((name) => nodeGroups[name]?.autoscaled);
  const warning =
    "the cluster autoscaler has no permissions until workloads.clusterAutoscaler is true, so nothing scales these nodes";
  return groups.flatMap((name) => warn(environment, `cluster.nodeGroups.${name}.autoscaled`, warning));
}
