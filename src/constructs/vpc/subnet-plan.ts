import { Address4 } from "ip-address";
import { type Fault, fault } from "../../options/faults";
import type { ParsedVpcOptions } from "./vpc-options";

/** Tiers in the order of their address ranges in the VPC. A new tier can be added only at the end. */
const tiers = ["private", "public", "intra", "database"] as const;

/** Purpose of a subnet: nodes, load balancers, the control plane's interfaces, or data stores. */
export type SubnetTier = (typeof tiers)[number];

/** The options of a VPC that determine its subnets. */
type PlannedVpc = Pick<ParsedVpcOptions, "cidr" | "availabilityZones">;

/** One value per Availability Zone, by the zone's letter. */
export type ByZone<Value> = Readonly<Record<string, Value>>;

/** Subnet CIDR by tier and letter of the Availability Zone. */
export type SubnetPlan = Readonly<Record<SubnetTier, ByZone<string>>>;

/** Maps the value of each zone. */
export function mapZones<From, To>(values: ByZone<From>, make: (value: From, zone: string) => To): ByZone<To> {
  return Object.fromEntries(Object.entries(values).map(([zone, value]) => [zone, make(value, zone)]));
}

/**
 * Divides a VPC into one subnet per tier and Availability Zone.
 *
 * A subnet's range depends only on the VPC's CIDR, its tier and its zone's letter, and the ranges of all tiers and
 * zones are reserved from the start: an additional zone or tier never moves a subnet. In a /21 or larger, all six zones
 * fit. The addresses of a smaller VPC are reserved for fewer zones, some of which exclude each other.
 */
export function planSubnets({ cidr, availabilityZones }: PlannedVpc): SubnetPlan {
  const network = new Address4(cidr);
  const subnetsOf = (tier: SubnetTier) =>
    Object.fromEntries(availabilityZones.map((zone) => [zone, subnetCidr(network, tier, zone)]));
  return {
    private: subnetsOf("private"),
    public: subnetsOf("public"),
    intra: subnetsOf("intra"),
    database: subnetsOf("database"),
  };
}

function subnetCidr(network: Address4, tier: SubnetTier, zone: string): string {
  const slots = zoneSlots(network.subnetMask);
  const before = tiers.slice(0, tiers.indexOf(tier));
  const tierStart = before.reduce((sum, other) => sum + slots.length * subnetSize(network.subnetMask, other), 0);
  const start = tierStart + slotOf(slots, zone) * subnetSize(network.subnetMask, tier);
  return `${network.startAddress().offset(start).correctForm()}/${subnetPrefix(network.subnetMask, tier)}`;
}

/**
 * Prefix length of a tier's subnets in a VPC with the given one.
 *
 * Each private subnet is an eighth of the VPC, since pods take their addresses there; the others are a hundred and
 * twenty-eighth, but no smaller than AWS allows (/28) and load balancers require (/27, for which a /24 has no room).
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
 */
function subnetPrefix(vpcPrefix: number, tier: SubnetTier): number {
  if (tier === "private") return vpcPrefix + 3;
  const smallest = tier === "public" && vpcPrefix < 24 ? 27 : 28;
  return Math.min(vpcPrefix + 7, smallest);
}

function subnetSize(vpcPrefix: number, tier: SubnetTier): number {
  return 2 ** (32 - subnetPrefix(vpcPrefix, tier));
}

/** Zones by the slot that is reserved for them. Of the zones that share a slot, only one can be used. */
function zoneSlots(vpcPrefix: number): readonly string[] {
  if (vpcPrefix === 24) return ["ae", "bd", "cf"];
  if (vpcPrefix === 23) return ["ae", "bf", "c", "d"];
  if (vpcPrefix === 22) return ["a", "b", "c", "d", "ef"];
  return ["a", "b", "c", "d", "e", "f"];
}

function slotOf(slots: readonly string[], zone: string): number {
  return slots.findIndex((zones) => zones.includes(zone));
}

/** Addresses of a subnet that AWS reserves: the first four and the last. */
const reservedByAws = 5;

/**
 * Addresses of each private subnet that are available to nodes, pods and load balancers.
 *
 * @param interfaceEndpoints number of interface endpoints: each takes an address in every private subnet
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export function privateAddresses({ cidr, availabilityZones }: PlannedVpc, interfaceEndpoints: number): ByZone<number> {
  const available = subnetSize(new Address4(cidr).subnetMask, "private") - reservedByAws - interfaceEndpoints;
  return Object.fromEntries(availabilityZones.map((zone) => [zone, available]));
}

/**
 * Refuses Availability Zones whose subnets would overlap within the VPC, since they share a slot of its range. A larger
 * range has room for all of them.
 */
export function refuseZonesWithoutCapacity({ cidr, availabilityZones }: PlannedVpc): Fault[] {
  const vpcPrefix = new Address4(cidr).subnetMask;
  const slots = zoneSlots(vpcPrefix);
  const shared = slots.find((sharing) => availabilityZones.filter((zone) => sharing.includes(zone)).length > 1);
  if (shared === undefined) return [];
  const choices = slots.map((sharing) => sharing.split("").join(" or ")).join(", ");
  const enough = largestPrefixFor(availabilityZones, vpcPrefix);
  const allowed =
    `not ${shared.split("").join(" and ")} together, since a /${vpcPrefix} holds one each of: ${choices}; ` +
    `a /${enough} or larger holds all of yours`;
  return [fault(["availabilityZones"], availabilityZones, allowed)];
}

/** Prefix length of the smallest VPC in which each zone has its own slot. */
function largestPrefixFor(zones: readonly string[], vpcPrefix: number): number {
  const slots = zoneSlots(vpcPrefix);
  const taken = new Set(zones.map((zone) => slotOf(slots, zone)));
  return taken.size === zones.length ? vpcPrefix : largestPrefixFor(zones, vpcPrefix - 1);
}
