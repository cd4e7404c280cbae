import type { Address4 } from "ip-address";
import { parseVpcCidr } from "./cidr";

/** Tiers in the order of their address ranges in the VPC. A new tier can be added only at the end. */
const tiers = ["private", "public", "intra", "database"] as const;

/** Purpose of a subnet: nodes, load balancers, the control plane's interfaces, or data stores. */
export type SubnetTier = (typeof tiers)[number];

export interface SubnetPlanProps<Tier extends SubnetTier> {
  /** Address range of the VPC, from a /16 to a /24. */
  readonly cidr: string;

  /** Letters of the availability zones, `a` to `f`. */
  readonly availabilityZones: readonly string[];

  /** Tiers that get a subnet in each zone. */
  readonly tiers: readonly Tier[];
}

/** Subnet CIDR by tier and letter of the Availability Zone. */
export type SubnetPlan<Tier extends SubnetTier> = Readonly<Record<Tier, Readonly<Record<string, string>>>>;

/**
 * Divides a VPC into one subnet per tier and Availability Zone.
 *
 * A subnet's range depends only on the VPC's CIDR, its tier and its zone's letter, and the ranges of all tiers and
 * zones are reserved from the start: an additional zone or tier never moves a subnet. In a /21 or larger, all six zones
 * fit. The addresses of a smaller VPC are reserved for fewer zones, some of which exclude each other.
 *
 * @throws when the CIDR, the zones, or their combination cannot be planned
 */
export function planSubnets<Tier extends SubnetTier>(props: SubnetPlanProps<Tier>): SubnetPlan<Tier> {
  const network = parseVpcCidr(props.cidr);
  checkAvailabilityZones(props.availabilityZones);
  checkRoom(props.cidr, props.availabilityZones);
  const subnetsOf = (tier: Tier) => props.availabilityZones.map((zone) => [zone, subnetCidr(network, tier, zone)]);
  return Object.fromEntries(
    props.tiers.map((tier) => [tier, Object.fromEntries(subnetsOf(tier)) as Record<string, string>]),
  ) as Record<Tier, Record<string, string>>;
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
export function subnetPrefix(vpcPrefix: number, tier: SubnetTier): number {
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

function checkAvailabilityZones(zones: readonly string[]): void {
  for (const zone of zones) {
    if (!/^[a-f]$/.test(zone)) throw new Error(`availabilityZones must be letters from a to f, got "${zone}"`);
  }
  const repeated = zones.find((zone, index) => zones.indexOf(zone) !== index);
  if (repeated !== undefined) throw new Error(`availabilityZones must not repeat a zone, got "${repeated}" twice`);
  if (zones.length < 2) {
    throw new Error(
      `availabilityZones must name at least two zones, got ${zones.length === 0 ? "none" : `only "${zones.join()}"`}`,
    );
  }
}

function checkRoom(cidr: string, availabilityZones: readonly string[]): void {
  const shortage = zonesWithoutCapacity(cidr, availabilityZones);
  if (shortage === undefined) return;
  throw new Error(
    `cidr "${cidr}" has no room for availabilityZones ${shortage.together.join(" and ")} together, got ` +
      `${availabilityZones.join(", ")}; ${shortage.advice}`,
  );
}

/** Zones that share a slot of a VPC, of which only one can be used. */
interface CrowdedZones {
  readonly together: readonly string[];

  /** Zones that fit in the VPC, and the size in which all of them fit. */
  readonly advice: string;
}

/** The first zones of the list that do not fit together in a VPC of this size, if any. */
export function zonesWithoutCapacity(cidr: string, availabilityZones: readonly string[]): CrowdedZones | undefined {
  const vpcPrefix = parseVpcCidr(cidr).subnetMask;
  const slots = zoneSlots(vpcPrefix);
  const shared = slots.find((sharing) => availabilityZones.filter((zone) => sharing.includes(zone)).length > 1);
  if (shared === undefined) return undefined;
  const choices = slots.map((sharing) => sharing.split("").join(" or ")).join(", ");
  const enough = largestPrefixFor(availabilityZones, vpcPrefix);
  return {
    together: shared.split(""),
    advice: `a /${vpcPrefix} holds one each of: ${choices}; a /${enough} or larger holds all of yours`,
  };
}

/** Prefix length of the smallest VPC in which each zone has its own slot. */
function largestPrefixFor(zones: readonly string[], vpcPrefix: number): number {
  const slots = zoneSlots(vpcPrefix);
  const taken = new Set(zones.map((zone) => slotOf(slots, zone)));
  return taken.size === zones.length ? vpcPrefix : largestPrefixFor(zones, vpcPrefix - 1);
}
