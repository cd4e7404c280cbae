import { stateAccessOf, principalsOf } from "../../src/stacks/bootstrap-access";
import { bootstrapAccounts, type StateOwner } from "../../src/stacks/bootstrap-accounts";
import { iamArn } from "../../src/constructs/iam/arn";
import { partitionOf } from "../../src/constructs/iam/partition";
import type { Settings } from "../../src/settings/validate";

export type PrincipalSettings = Pick<Settings, "organization" | "environments">;

/**
 * ARNs of the users and roles that must exist before the first bootstrap: those that the settings name, except for the
 * roles that bootstrap creates.
 */
export function presupposedPrincipals(settings: PrincipalSettings): string[] {
  const { trustedPrincipals } = settings.organization.stateAccess;
  const ofClusters = settings.environments.flatMap(({ cluster }) => {
    const { administrators, developers, viewers } = cluster.access;
    return [...administrators, ...developers.map(({ principalArn }) => principalArn), ...viewers];
  });
  const trusted = Object.values(trustedPrincipals).flat();
  const created = new Set(createdRoles(settings));
  const named = [...stateUsers(settings), ...trusted, ...ofClusters];
  return [...new Set(named)].filter((arn) => !created.has(arn));
}

/** ARNs of the principals that work with an environment's state, one for each kind of work. */
export function actorsOf(settings: PrincipalSettings, environment: Pick<StateOwner, "name">) {
  const found = owners(settings).find(({ owner }) => owner.name === environment.name);
  if (!found) throw new Error(`there is no environment named ${environment.name}`);
  const { writers, planners, administrators, breakGlass } = stateAccessOf(found.account, found.owner);
  const first = (patterns: readonly string[]) => existing(patterns[0] ?? "");
  return {
    administrator: first(administrators),
    deployer: first(writers),
    planner: first(planners),
    breakGlass: first(breakGlass),
  };
}

/** The kinds of work with an environment's state. */
export type Actor = keyof ReturnType<typeof actorsOf>;

function stateUsers(settings: PrincipalSettings): string[] {
  return owners(settings).flatMap(({ account, owner }) => {
    const { writers, planners, administrators, breakGlass } = stateAccessOf(account, owner);
    return [...administrators, ...writers, ...planners, ...breakGlass].map(existing);
  });
}

function createdRoles(settings: PrincipalSettings): string[] {
  const { organization } = settings;
  return owners(settings).flatMap(({ owner }) => {
    const named = principalsOf(organization, owner);
    return organization.stateAccess.createRoles.flatMap((kind) =>
      named[kind].roles.map((name) => iamArn(partitionOf(owner.region), owner.account, `role/${name}`)),
    );
  });
}

function owners(settings: PrincipalSettings) {
  return bootstrapAccounts(settings).flatMap((account) => account.environments.map((owner) => ({ account, owner })));
}

/** A principal that a pattern of `stateAccess` matches: Identity Center generates a part of a permission set's role. */
function existing(pattern: string): string {
  return pattern.replace("sso.amazonaws.com*/", "sso.amazonaws.com/").replace("?".repeat(16), "0123456789abcdef");
}
