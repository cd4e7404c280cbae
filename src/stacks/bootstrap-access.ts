import { partitionOf } from "../constructs/iam/partition";
import { mayBootstrap } from "../constructs/state/access/caller";
import type { PrincipalNames } from "../constructs/state/access/principal-options";
import { type StateAccess, stateAccess } from "../constructs/state/access/state-access";
import { replicationRoleName } from "../settings/names";
import type { Organization } from "../settings/organization";
import type { BootstrapAccount, StateOwner } from "./bootstrap-accounts";
import { someOf } from "../options/some-of";

/** Access of each principal to the state of an environment, by the organization's settings. */
export function stateAccessOf(account: BootstrapAccount, environment: StateOwner): StateAccess {
  return stateAccess({
    accountId: environment.account,
    partition: partitionOf(environment.region),
    ...principalsOf(account.organization, environment),
    administrators: administratorsOf(account),
    replicationRoles: environment.state.replicaRegion === undefined ? [] : [replicationRoleName(environment)],
  });
}

/** The groups whose roles the bootstrap can create. */
export function principalsOf({ statePrincipals, stateAccess }: Organization, { state }: StateOwner) {
  return {
    writers: state.principals ?? statePrincipals,
    planners: state.planners ?? stateAccess.planners,
    breakGlass: stateAccess.breakGlass,
  };
}

/** In every account but the main one, the bootstrap administers through the role that it assumes. */
function administratorsOf({ organization, isMain }: BootstrapAccount): PrincipalNames {
  const { statePrincipals, stateAccess, bootstrap } = organization;
  const { users } = statePrincipals;
  const administrators: PrincipalNames = stateAccess.administrators ?? (users.length > 0 ? { users } : statePrincipals);
  if (isMain) return administrators;
  return { ...administrators, roles: [...new Set([...(administrators.roles ?? []), bootstrap.assumeRole])] };
}

/**
 * Why a principal must not run the bootstrap of an account: the policies that it sets would deny the principal access
 * to the resources that it has just created.
 *
 * @param principalArn ARN of a user, the root user or a role with its path, as in policies
 * @returns a sentence that names the setting to change, or nothing if the principal can run the bootstrap
 */
export function bootstrapRefusal(account: BootstrapAccount, principalArn: string): string | undefined {
  const access = stateAccessOf(account, account.stateEnvironment);
  if (mayBootstrap(access, principalArn)) return undefined;
  return (
    `${principalArn} would lose access through the policies that bootstrap is about to set: ${wayIn(principalArn)}` +
    `use the credentials of one of ${someOf(access.administrators)}`
  );
}

/** The setting that gives a principal access, with the name to add to it. */
function wayIn(principalArn: string): string {
  const [, permissionSet] = /:role\/aws-reserved\/.*AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(principalArn) ?? [];
  const [, kind, name] = /:(role|user)\/(.+)$/.exec(principalArn) ?? [];
  const [list, value] = permissionSet === undefined ? [`${kind}s`, name] : ["permissionSets", permissionSet];
  return value === undefined ? "" : `name "${value}" in organization.stateAccess.administrators.${list}, or `;
}
