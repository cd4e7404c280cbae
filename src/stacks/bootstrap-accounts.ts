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
  readonly environments: readonly StateOwner[];
}

type BootstrapSettings = Pick<Settings, "organization" | "environments">;

/**
 * The accounts of the settings, that of `bootstrap.stateEnvironment` first. In each other account, the first
 * environment in the order of the settings holds the state of the bootstrap stack.
 */
export function bootstrapAccounts({ organization, environments }: BootstrapSettings): BootstrapAccount[] {
  const main = environments.find(({ name }) => name === organization.bootstrap.stateEnvironment);
  const ofStates = main ? [main, ...environments] : environments;
  const first = new Map<string, StateOwner>();
  for (const owner of ofStates) if (!first.has(owner.account)) first.set(owner.account, owner);
  return [...first].map(([accountId, stateEnvironment]) => {
    const isMain = stateEnvironment === main;
    return {
      organization,
      accountId,
      stack: bootstrapStackName(isMain ? undefined : accountId),
      isMain,
      stateEnvironment,
      environments: environments.filter(({ account }) => account === accountId),
    };
  });
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
