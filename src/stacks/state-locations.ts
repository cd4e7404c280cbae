import type { Environment } from "../settings/environment";

/** A location of state: one region of one account, with the environments whose buckets are there. */
export interface StateLocation {
  readonly accountId: string;
  readonly region: string;

  /**
   * Distinguishes the IDs of this location's resources from those of other locations. It is empty for the home
   * location, so that its IDs do not change when another account is added.
   */
  readonly idSuffix: string;
  readonly environments: readonly Environment[];
}

/**
 * The locations of all state buckets, the one with the bootstrap's own state first.
 *
 * @param home the environment whose bucket stores the bootstrap's own state
 */
export function stateLocations(home: Environment, environments: readonly Environment[]): StateLocation[] {
  const locations = new Map<string, Environment[]>([[locationSuffix(home, home), []]]);
  for (const environment of environments) {
    const suffix = locationSuffix(home, environment);
    locations.set(suffix, [...(locations.get(suffix) ?? []), environment]);
  }
  return [...locations].map(([idSuffix, there]) => {
    const { account, region } = there[0] ?? home;
    return { accountId: account, region, idSuffix, environments: there };
  });
}

type Place = Pick<Environment, "account" | "region">;

/** The suffix that distinguishes the IDs of a location's resources from those of other locations. */
export function locationSuffix(home: Place, { account, region }: Place): string {
  return account === home.account && region === home.region ? "" : `-${account}-${region}`;
}
