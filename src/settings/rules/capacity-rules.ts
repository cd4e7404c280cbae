import { refuseNodesWithoutAddresses } from "../../constructs/eks/nodes/pod-capacity";
import { endpointServices } from "../../constructs/vpc/endpoint-services";
import { privateAddresses, refuseZonesWithoutCapacity } from "../../constructs/vpc/subnet-plan";
import { type Readable, rulesAbout } from "../partial-settings";
import type { Environment } from "../environment";
import { type Fault, faultUnder } from "../../options/faults";

const given = rulesAbout<Environment>();

/** Rules about what must fit into an environment's VPC: those of its constructs, which also refuse it. */
export const capacityRules: readonly ((values: Readable<Environment>) => readonly Fault[])[] = [
  given({ network: ["cidr", "availabilityZones"] }, refuseOverlappingZones),
  given(
    { network: ["cidr", "availabilityZones", "interfaceEndpoints"], cluster: ["nodeGroups", "workloads"] },
    refusePodsWithoutAddresses,
  ),
];

interface Zones {
  readonly network: Pick<Environment["network"], "cidr" | "availabilityZones">;
}

/**
 * `network.availabilityZones`: letters whose subnets do not overlap within `network.cidr`; a larger range has room for
 * all of them.
 */
function refuseOverlappingZones({ network }: Zones): Fault[] {
  return refuseZonesWithoutCapacity(network).map((inner) => faultUnder("network", inner));
}

interface Pods {
  readonly network: Pick<Environment["network"], "cidr" | "availabilityZones" | "interfaceEndpoints">;
  readonly cluster: Pick<Environment["cluster"], "nodeGroups" | "workloads">;
}

/**
 * `cluster.nodeGroups`: in each zone, `maxSize` nodes with all of their pods fit in the private subnet, beside the
 * interface endpoints.
 */
function refusePodsWithoutAddresses({ network, cluster }: Pods): Fault[] {
  const endpoints = endpointServices(network.interfaceEndpoints, cluster.workloads.karpenter);
  const addresses = privateAddresses(network, endpoints.length);
  return refuseNodesWithoutAddresses(cluster.nodeGroups, addresses).map((inner) => faultUnder("cluster", inner));
}
