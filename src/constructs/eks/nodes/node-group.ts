import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type AmiType, imageOf, traitsOf } from "./ami-type";
import { NodeLaunchTemplate } from "./launch-template";
import type { NodeGroup } from "./node-group-options";
import { releaseVersionOf } from "./node-release";

export interface ManagedNodeGroupProps extends NodeGroup {
  /** Name of the group within its cluster, its key in the map of node groups. */
  readonly name: string;

  /** Name of the cluster that the nodes join, as plain text. */
  readonly clusterName: string;

  /** Kubernetes version of the nodes, which is that of the cluster. */
  readonly kubernetesVersion: string;

  /** Subnets of the nodes. */
  readonly subnetIds: readonly string[];

  /** Role of the nodes. */
  readonly nodeRoleArn: string;

  /** Security group of the nodes. */
  readonly securityGroupId: string;

  /**
   * Customer managed key that encrypts the volumes.
   * @default - the AWS managed key for EBS
   */
  readonly volumeEncryptionKeyArn?: string;

  /**
   * Tags for instances, volumes and network interfaces.
   * @default - only the name
   */
  readonly tags?: Readonly<Record<string, string>>;

  /**
   * The cluster and other resources that must be ready before a node can start and join, and until the last node is
   * deleted.
   */
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * A managed node group. If EKS cannot make a change in place, a new group is created before the old group is deleted,
 * which is why its name in EKS has a suffix.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
 */
export class ManagedNodeGroup extends Construct {
  readonly nodeGroup: EksNodeGroup;

  constructor(scope: Construct, id: string, props: ManagedNodeGroupProps) {
    super(scope, id);
    const amiType = imageOf(props);
    const template = this.launchTemplate(props, amiType).launchTemplate;

    this.nodeGroup = new EksNodeGroup(this, "Resource", {
      clusterName: props.clusterName,
      nodeGroupNamePrefix: `${props.name}-`,
      nodeRoleArn: props.nodeRoleArn,
      subnetIds: [...props.subnetIds],
      version: props.kubernetesVersion,
      releaseVersion: releaseVersionOf(this, {
        release: props.releaseVersion,
        kubernetesVersion: props.kubernetesVersion,
        amiType,
      }),
      amiType,
      capacityType: props.capacityType,
      instanceTypes: [...props.instanceTypes],
      launchTemplate: { id: template.id, version: template.getStringAttribute("latest_version") },
      scalingConfig: { minSize: props.minSize, desiredSize: props.desiredSize, maxSize: props.maxSize },
      updateConfig: { maxUnavailablePercentage: props.maxUnavailablePercentage },
      nodeRepairConfig: { enabled: props.nodeRepair },
      labels: props.labels,
      taint: props.taints.map((taint) => ({ ...taint })),
      lifecycle: { createBeforeDestroy: true, ...(props.autoscaled ? sizeOfAutoscaler(props) : {}) },
      dependsOn: [...props.dependsOn],
    });
  }

  private launchTemplate(props: ManagedNodeGroupProps, amiType: AmiType): NodeLaunchTemplate {
    return new NodeLaunchTemplate(this, "launch-template", {
      name: `${props.clusterName}-${props.name}`,
      operatingSystem: traitsOf(amiType).operatingSystem,
      securityGroupId: props.securityGroupId,
      diskSizeGiB: props.diskSizeGiB,
      volumeEncryptionKeyArn: props.volumeEncryptionKeyArn,
      tags: props.tags ?? {},
    });
  }
}

/**
 * Leaves the number of nodes to the autoscaler, and fails a plan whose sizes exclude that number: EKS refuses it.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html
 * @see https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3521
 */
function sizeOfAutoscaler({ name, clusterName }: Pick<ManagedNodeGroupProps, "name" | "clusterName">) {
  const least = "self.scaling_config[0].min_size";
  const most = "self.scaling_config[0].max_size";
  const number = "self.scaling_config[0].desired_size";
  const sizes = `minSize=\${${least}},maxSize=\${${most}},desiredSize=\${min(max(${number}, ${least}), ${most})}`;
  const command = `aws eks update-nodegroup-config --cluster-name ${clusterName} --nodegroup-name \${self.node_group_name} --scaling-config ${sizes}`;
  return {
    ignoreChanges: ["scaling_config[0].desired_size"],
    postcondition: [
      {
        condition: `\${${least} <= ${number} && ${number} <= ${most}}`,
        errorMessage: `nodeGroups.${name}: the number of nodes, set by the autoscaler, is \${${number}}, which minSize and maxSize must include. To change the number first: ${command}`,
      },
    ],
  };
}
