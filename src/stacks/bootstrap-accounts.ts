import type { Environment } from "../settings/environment";
import { bootstrapStackName } from "../settings/names";
import type { Organization } from "../settings/organization";
import type { Settings } from "../settings/validate";

/** What bootstrap knows of an environment: where its state is stored, and how, and what its deploy role manages. */
export type StateOwner = Pick<Environment, "name" | "account" | "region" | "state" | "imageRegistry">;

/** One account, with the environments whose state is stored in it: the subject of one bootstrap stack. */
export interface BootstrapAccount {
  readonly organization: Organization;
  readonly accountId: string;

  /** Name of the stack. */
  readonly stack: string;

  /** Whether `bootstrap.stateEnvironment` is in it; every other account has the role `bootstrap.assumeRole`. */
  readonly isMain: boolean;

  /** The environment whose bucket also holds the stack's own state, and in whose region the account is audited. */
  readonly stateEnvironment: StateOwner;

  /** The environments whose state is kept: those of the settings, then the retired ones. */
  readonly environments: readonly StateOwner[];

  /** Retired environments whose state stores bootstrap stops managing. */
  readonly released: readonly StateOwner[];
}

type BootstrapSettings = Pick<Settings, "organization" | "environments">;

/** The environments whose state is kept, those of the settings first, and those whose state is released. */
export function stateOwners({ organization, environments }: BootstrapSettings) {
  const retired = organization.bootstrap.retired.map(({ region = organization.region, ...others }) => ({
    ...others,
    region,
  }));
  return {
    kept: [...environments, ...retired.filter(({ release }) => !release)] satisfies StateOwner[],
    released: retired.filter(({ release }) => release) satisfies StateOwner[],
  };
}

/**
 * The accounts of the settings, that of `bootstrap.stateEnvironment` first. In each other account, the environment that
 * `bootstrap.furtherStateEnvironments` names, otherwise the first one, holds the state of the bootstrap stack.
 */
export function bootstrapAccounts(settings: BootstrapSettings): BootstrapAccount[] {
  const { organization } = settings;
  const { stateEnvironment: mainName, furtherStateEnvironments } = organization.bootstrap;
  const { kept, released } = stateOwners(settings);
  const named = [mainName, ...furtherStateEnvironments].flatMap((name) => kept.filter((owner) => owner.name === name));
  const first = new Map<string, StateOwner>();
  for (const owner of [...named, ...kept]) if (!first.has(owner.account)) first.set(owner.account, owner);
  const [keptIn, releasedIn] = [kept, released].map(byAccount);
  return [...first].map(([accountId, stateEnvironment]) => {
    const isMain = stateEnvironment.name === mainName;
    return {
      organization,
      accountId,
      stack: bootstrapStackName(isMain ? undefined : accountId),
      isMain,
      stateEnvironment,
      environments: keptIn?.get(accountId) ?? [],
      released: releasedIn?.get(accountId) ?? [],
    };
  });
}

function byAccount(owners: readonly StateOwner[]): Map<string, StateOwner[]> {
  const groups = new Map<string, StateOwner[]>();
  for (const owner of owners) {
    const group = groups.get(owner.account);
    if (group) group.push(owner);
    else groups.set(owner.account, [owner]);
  }
  return groups;
}

/**
 * The account with the given ID; without one, the account of `bootstrap.stateEnvironment`.
 *
 * @throws when the settings name no such account
 */
export function bootstrapAccountOf(settings: BootstrapSettings, accountId?: string): BootstrapAccount {
  const accounts = bootstrapAccounts(settings);
  const found = accounts.find((account) =>
    accountId === undefined ? account.isMain : account.accountId === accountId,
  );
  if (found) return found;
  throw new Error(`no environment is in account ${accountId ?? "of bootstrap.stateEnvironment"}`);
}
