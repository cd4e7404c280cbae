import { refuseReplicationInSameRegion } from "../../constructs/ecr/image-registry-options";
import { canReplicateTo, replicaRegions } from "../../constructs/state/replica/replica-region";
import { type Readable, rulesAbout } from "../partial-settings";
import type { Environment } from "../environment";
import { refuseNodesOutsideTheNetwork } from "../../constructs/eks/nodes/node-group-options";
import { refuseZonesWithoutEks } from "../../constructs/vpc/zone-options";
import { refuseAutoscalerWithoutGroups } from "../../constructs/eks/workloads/workload-options";
import { type Fault, fault, faultUnder } from "../../options/faults";

type Network<Field extends keyof Environment["network"]> = Pick<Environment["network"], Field>;
type Cluster<Field extends keyof Environment["cluster"]> = Pick<Environment["cluster"], Field>;
type WaysOut = Network<"natGateways" | "interfaceEndpoints">;

const given = rulesAbout<Environment>();

/** Rules about one environment, across settings of different sections. */
export const environmentRules: readonly ((values: Readable<Environment>) => readonly Fault[])[] = [
  given({ region: true, network: ["availabilityZones"] }, ({ region, network }) =>
    refuseZonesWithoutEks(region, network.availabilityZones).map((inner) => faultUnder("network", inner)),
  ),
  given({ network: ["availabilityZones"], cluster: ["nodeGroups"] }, ({ network, cluster }) =>
    refuseNodesOutsideTheNetwork(cluster.nodeGroups, network.availabilityZones).map((inner) =>
      faultUnder("cluster", inner),
    ),
  ),
  given({ cluster: ["nodeGroups", "workloads"] }, ({ cluster: { nodeGroups, workloads } }) =>
    refuseAutoscalerWithoutGroups(
      workloads,
      Object.keys(nodeGroups).filter((name) => nodeGroups[name]?.autoscaled),
    ).map((inner) => faultUnder("cluster.workloads", inner)),
  ),
  given({ network: ["natGateways", "interfaceEndpoints"] }, refuseNodesCutOff),
  given({ network: ["natGateways", "interfaceEndpoints"], cluster: ["sessionManagerAccess"] }, refuseSessionsCutOff),
  given({ network: ["natGateways", "interfaceEndpoints"], cluster: ["workloads"] }, refuseKarpenterCutOff),
  given({ region: true, imageRegistry: ["replicationRegions"] }, ({ region, imageRegistry }) =>
    refuseReplicationInSameRegion(region, imageRegistry?.replicationRegions ?? []).map((inner) =>
      faultUnder("imageRegistry", inner),
    ),
  ),
  given({ region: true, state: ["replicaRegion"] }, refuseReplicaInSameRegion),
];

/** Services that a node calls before it is ready: a node that cannot reach them never joins. */
const servicesOfNodes = ["ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "sts"];

/**
 * `network.interfaceEndpoints`: with `natGateways: "none"`, `cluster-private` or a list with ec2, ecr.api, ecr.dkr, eks,
 * eks-auth and sts, which each node calls before it is ready.
 */
function refuseNodesCutOff({ network }: { network: WaysOut }): Fault[] {
  return missingEndpoints(network, servicesOfNodes, 'natGateways "none"');
}

/** `network.interfaceEndpoints`: where `cluster.sessionManagerAccess` is true, a list also has ssm and ssmmessages. */
function refuseSessionsCutOff({
  network,
  cluster,
}: {
  network: WaysOut;
  cluster: Cluster<"sessionManagerAccess">;
}): Fault[] {
  if (network.interfaceEndpoints === "none" || !cluster.sessionManagerAccess) return [];
  return missingEndpoints(network, ["ssm", "ssmmessages"], 'natGateways "none" and sessionManagerAccess');
}

/** `network.interfaceEndpoints`: where `cluster.workloads.karpenter` is true, a list also has sqs. */
function refuseKarpenterCutOff({ network, cluster }: { network: WaysOut; cluster: Cluster<"workloads"> }): Fault[] {
  if (network.interfaceEndpoints === "none" || !cluster.workloads.karpenter) return [];
  return missingEndpoints(network, ["sqs"], 'natGateways "none" and karpenter');
}

function missingEndpoints(network: WaysOut, services: readonly string[], reason: string): Fault[] {
  const { natGateways, interfaceEndpoints } = network;
  if (natGateways !== "none" || interfaceEndpoints === "cluster-private") return [];
  const missing = services.filter((service) => !interfaceEndpoints.includes(service));
  if (missing.length === 0) return [];
  const allowed = `with ${reason}, "cluster-private" or a list with ${missing.join(", ")}`;
  return [fault(["network", "interfaceEndpoints"], interfaceEndpoints, allowed)];
}

interface Replica {
  readonly region: string;
  readonly state: Pick<Environment["state"], "replicaRegion">;
}

/** `state.replicaRegion`: a region other than the environment's own, in the same partition. */
function refuseReplicaInSameRegion({ region, state }: Replica): Fault[] {
  if (state.replicaRegion === undefined || canReplicateTo(region, state.replicaRegion)) return [];
  return [fault(["state", "replicaRegion"], state.replicaRegion, replicaRegions)];
}
