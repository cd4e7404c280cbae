import { partitionOf } from "../constructs/partition";
import { mayBootstrap } from "../constructs/state/caller";
import { type PrincipalNames, type StateAccess, stateAccess } from "../constructs/state/state-access";
import type { Environment } from "../settings/environment";
import { replicationRoleName } from "../settings/names";
import type { Organization } from "../settings/organization";
import type { Settings } from "../settings/validate";

/**
 * Who may do what with the state of an environment, by the organization's settings.
 *
 * @param home the environment in whose account the bootstrap runs; in others it administers by the role that it assumes
 */
export function stateAccessOf(organization: Organization, environment: Environment, home: Environment): StateAccess {
  return stateAccess({
    accountId: environment.account,
    partition: partitionOf(environment.region),
    ...principalsOf(organization, environment),
    administrators: administratorsOf(organization, environment.account !== home.account),
    replicationRoles: environment.state.replicaRegion === undefined ? [] : [replicationRoleName(environment)],
  });
}

/** Those of the groups whose roles the bootstrap can create. */
export function principalsOf({ statePrincipals, stateAccess }: Organization, { state }: Environment) {
  return {
    writers: state.principals ?? statePrincipals,
    readers: state.planners ?? stateAccess.planners,
    breakGlass: stateAccess.breakGlass,
  };
}

function administratorsOf(
  { statePrincipals, stateAccess, bootstrap }: Organization,
  elsewhere: boolean,
): PrincipalNames {
  const { users } = statePrincipals;
  const administrators: PrincipalNames = stateAccess.administrators ?? (users.length > 0 ? { users } : statePrincipals);
  if (!elsewhere) return administrators;
  return { ...administrators, roles: [...(administrators.roles ?? []), bootstrap.assumeRole] };
}

/**
 * Why somebody must not run the bootstrap: the policies that it sets would shut them out of what they have just made.
 *
 * @param principalArn of a user, the root user or a role with its path, as policies see it
 * @returns a sentence that names the setting to change, or nothing if they may
 */
export function bootstrapRefusal(
  { organization, environments }: Pick<Settings, "organization" | "environments">,
  principalArn: string,
): string | undefined {
  const home = environments.find(({ name }) => name === organization.bootstrap.stateEnvironment);
  if (!home)
    return `bootstrap.stateEnvironment must name an environment, got "${organization.bootstrap.stateEnvironment}"`;
  const access = stateAccessOf(organization, home, home);
  if (mayBootstrap(access, principalArn)) return undefined;
  return (
    `${principalArn} would be shut out by the policies that bootstrap is about to set: ${wayIn(principalArn)}` +
    `call as one of ${access.administrators.join(", ")}`
  );
}

/** The setting that lets a principal in, with the name to put there. */
function wayIn(principalArn: string): string {
  const [, permissionSet] = /:role\/aws-reserved\/.*AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(principalArn) ?? [];
  const [, kind, name] = /:(role|user)\/(.+)$/.exec(principalArn) ?? [];
  const [list, value] = permissionSet === undefined ? [`${kind}s`, name] : ["permissionSets", permissionSet];
  return value === undefined ? "" : `name "${value}" in organization.stateAccess.administrators.${list}, or `;
}
