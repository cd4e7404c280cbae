import { type Fault, fault } from "../../../options/faults";

/** Addresses that the VPC CNI allocates at a time: it assigns whole prefixes of this size to a node's interfaces. */
const prefixAddresses = 16;

/**
 * Prefixes in addition to those of the pods: one warm prefix (the CNI's default), one for the interfaces' own
 * addresses.
 */
const sparePrefixes = 2;

export interface GroupCapacity {
  /** Instance types of the group. */
  readonly instanceTypes: readonly string[];

  /** Maximum number of nodes of the group. */
  readonly maxSize: number;

  /**
   * Zones over which the group is spread evenly.
   * @default - all zones with a private subnet
   */
  readonly availabilityZones?: readonly string[];
}

/**
 * Maximum number of pods that EKS lets kubelet run on a managed node: 110 with fewer than 30 vCPUs, 250 otherwise. With
 * prefix delegation the CNI can give each pod an address on every current instance type.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html
 */
export function maxPodsOf(instanceType: string): number {
  return vcpusOf(instanceType) < 30 ? 110 : 250;
}

/** Number of addresses that one node can take from its subnet, in whole /28 prefixes. */
export function addressesPerNode(instanceTypes: readonly string[]): number {
  const maxPods = Math.max(...instanceTypes.map(maxPodsOf));
  return (Math.ceil(maxPods / prefixAddresses) + sparePrefixes) * prefixAddresses;
}

/**
 * Refuses node groups that could run out of addresses: pods that cannot start would be discovered at the worst time,
 * when a group scales to its maximum, and subnets cannot be extended.
 *
 * @param nodeGroups the groups by name
 * @param privateAddresses the addresses of the private subnets by the letter of their zone
 * @returns a fault if the groups at their maximum size, spread evenly over their zones, need more addresses than a
 * subnet has
 */
export function refuseNodesWithoutAddresses(
  nodeGroups: Readonly<Record<string, GroupCapacity>>,
  privateAddresses: Readonly<Record<string, number>>,
): Fault[] {
  const zones = Object.keys(privateAddresses);
  const subnets = Object.entries(privateAddresses).map(([zone, available]) => {
    const demands = Object.entries(nodeGroups)
      .filter(([, group]) => (group.availabilityZones ?? zones).includes(zone))
      .map(([name, group]) => ({ name, ...demandPerZone(group, zones.length) }));
    const needed = demands.reduce((sum, { nodes, perNode }) => sum + nodes * perNode, 0);
    const breakdown = demands.map(({ name, nodes, perNode }) => `${name}: ${nodes} nodes of ${perNode}`).join(", ");
    return { zone, available, needed, breakdown };
  });
  const shortage = subnets.find(({ available, needed }) => needed > available);
  if (!shortage) return [];
  const got = Object.fromEntries(Object.entries(nodeGroups).map(([name, { maxSize }]) => [name, { maxSize }]));
  const allowed =
    `what fits in the private subnet of zone ${shortage.zone}, which has ${shortage.available} addresses ` +
    `where these groups need ${shortage.needed} (${shortage.breakdown})`;
  return [fault(["nodeGroups"], got, allowed)];
}

function demandPerZone(group: GroupCapacity, zones: number): { nodes: number; perNode: number } {
  return {
    nodes: Math.ceil(group.maxSize / (group.availabilityZones?.length ?? zones)),
    perNode: addressesPerNode(group.instanceTypes),
  };
}

/**
 * Derived from the name of the size, which counts in fours: `2xlarge` has 8. A bare metal instance is always a large
 * host.
 */
function vcpusOf(instanceType: string): number {
  const size = instanceType.split(".")[1] ?? "";
  if (size.startsWith("metal")) return Infinity;
  const multiple = /^(\d*)xlarge$/.exec(size)?.[1];
  return multiple === undefined ? 2 : 4 * Number(multiple || 1);
}
