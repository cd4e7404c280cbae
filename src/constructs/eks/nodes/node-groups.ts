import type { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { Construct } from "constructs";
import type { ClusterNetwork } from "../cluster/cluster-network";
import { ManagedNodeGroup, type ManagedNodeGroupProps } from "./node-group";
import type { NodeGroup } from "./node-group-options";

/** Props that the groups share. */
type SharedProps = Omit<ManagedNodeGroupProps, keyof NodeGroup | "name" | "subnetIds">;

export interface NodeGroupsProps extends SharedProps {
  /** Private subnets of the nodes, by the letter of their zone. */
  readonly privateSubnetIds: ClusterNetwork["privateSubnetIds"];

  /** The groups by name. */
  readonly nodeGroups: Readonly<Record<string, NodeGroup>>;
}

/**
 * The managed node groups of a cluster, each under its name, so that an additional group does not change the others.
 */
export class NodeGroups extends Construct {
  /** The groups by their name here, to which a suffix is appended in EKS. */
  readonly byName: Readonly<Record<string, EksNodeGroup>>;

  constructor(scope: Construct, id: string, props: NodeGroupsProps) {
    super(scope, id);
    const { clusterName, kubernetesVersion, nodeRoleArn, securityGroupId, tags, dependsOn } = props;
    const shared = { clusterName, kubernetesVersion, nodeRoleArn, securityGroupId, tags, dependsOn };

    this.byName = Object.fromEntries(
      Object.entries(props.nodeGroups).map(([name, group]) => {
        const { availabilityZones = Object.keys(props.privateSubnetIds) } = group;
        const subnetIds = availabilityZones.flatMap((zone) => props.privateSubnetIds[zone] ?? []);
        const volumeEncryptionKeyArn = props.volumeEncryptionKeyArn;
        const managed = new ManagedNodeGroup(this, name, {
          ...shared,
          ...group,
          name,
          subnetIds,
          volumeEncryptionKeyArn,
        });
        return [name, managed.nodeGroup];
      }),
    );
  }
}
