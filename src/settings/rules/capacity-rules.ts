import { refuseNodesWithoutAddresses } from "../../constructs/eks/nodes/pod-capacity";
import { endpointServices } from "../../constructs/vpc/endpoint-services";
import { privateAddresses } from "../../constructs/vpc/private-addresses";
import { zonesWithoutCapacity } from "../../constructs/vpc/subnet-plan";
import { type Readable, rulesAbout } from "../partial-settings";
import type { Environment } from "../environment";
import { type Fault, fault, faultUnder } from "../../options/faults";

const given = rulesAbout<Environment>();

/**
 * Rules about what must fit into an environment's VPC. The constructs refuse the same, but do not know the settings'
 * paths.
 */
export const capacityRules: readonly ((values: Readable<Environment>) => readonly Fault[])[] = [
  given({ network: ["cidr", "availabilityZones"] }, refuseZonesWithoutRoom),
  given(
    { network: ["cidr", "availabilityZones", "interfaceEndpoints"], cluster: ["nodeGroups", "workloads"] },
    refusePodsWithoutRoom,
  ),
];

interface Zones {
  readonly network: Pick<Environment["network"], "cidr" | "availabilityZones">;
}

/**
 * `network.availabilityZones`: letters whose subnets do not overlap within `network.cidr`; a larger range has room for
 * all of them.
 */
function refuseZonesWithoutRoom({ network }: Zones): Fault[] {
  const shortage = zonesWithoutCapacity(network.cidr, network.availabilityZones);
  if (shortage === undefined) return [];
  const allowed = `not ${shortage.together.join(" and ")} together, since ${shortage.advice}`;
  return [fault(["network", "availabilityZones"], network.availabilityZones, allowed)];
}

interface Pods {
  readonly network: Pick<Environment["network"], "cidr" | "availabilityZones" | "interfaceEndpoints">;
  readonly cluster: Pick<Environment["cluster"], "nodeGroups" | "workloads">;
}

/**
 * `cluster.nodeGroups`: in each zone, `maxSize` nodes with all of their pods fit in the private subnet, beside the
 * interface endpoints.
 */
function refusePodsWithoutRoom({ network, cluster }: Pods): Fault[] {
  const { cidr, availabilityZones, interfaceEndpoints } = network;
  const endpoints = endpointServices(interfaceEndpoints, cluster.workloads.karpenter);
  const addresses = privateAddresses(cidr, availabilityZones, endpoints.length);
  return refuseNodesWithoutAddresses(cluster.nodeGroups, addresses).map((inner) => faultUnder("cluster", inner));
}
