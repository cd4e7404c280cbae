import type { Environment } from "../settings/environment";

/** Where state is kept: one region of one account, with the environments whose buckets are there. */
export interface StateLocation {
  readonly accountId: string;
  readonly region: string;

  /**
   * Tells the ids of this location's resources from those of others. The home location has none, so that its ids stay as
   * they are when another account joins.
   */
  readonly idSuffix: string;
  readonly environments: readonly Environment[];
}

/**
 * The locations of all state buckets, that of the bootstrap's own state first.
 *
 * @param home the environment whose bucket holds the bootstrap's own state
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

/** What tells the ids of a location's resources from those of others. */
export function locationSuffix(home: Place, { account, region }: Place): string {
  return account === home.account && region === home.region ? "" : `-${account}-${region}`;
}
