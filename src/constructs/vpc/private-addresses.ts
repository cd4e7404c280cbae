import type { ByZone } from "./by-zone";
import { parseVpcCidr } from "./cidr";
import { subnetPrefix } from "./subnet-plan";

/** Addresses of a subnet that AWS reserves: the first four and the last. */
const keptByAws = 5;

/**
 * Addresses of each private subnet that are available to nodes, pods and load balancers.
 *
 * @param interfaceEndpoints number of interface endpoints: each takes an address in every private subnet
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export function privateAddresses(
  vpcCidr: string,
  availabilityZones: readonly string[],
  interfaceEndpoints: number,
): ByZone<number> {
  const all = 2 ** (32 - subnetPrefix(parseVpcCidr(vpcCidr).subnetMask, "private"));
  return Object.fromEntries(availabilityZones.map((zone) => [zone, all - keptByAws - interfaceEndpoints]));
}
