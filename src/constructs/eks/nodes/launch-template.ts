import { LaunchTemplate, type LaunchTemplateBlockDeviceMappings } from "@cdktf/provider-aws/lib/launch-template";
import { Construct } from "constructs";
import type { NodeOperatingSystem } from "./ami-type";

export interface NodeLaunchTemplateProps {
  /** Name of the template, and of the instances, volumes and interfaces created from it. */
  readonly name: string;

  /** Operating system of the nodes' image, which determines the layout of the volumes. */
  readonly operatingSystem: NodeOperatingSystem;

  /** Security group of the nodes. */
  readonly securityGroupId: string;

  /** Size in GiB of the volume for images and the pods' ephemeral storage. */
  readonly diskSizeGiB: number;

  /**
   * Customer managed key that encrypts the volumes; its policy must allow the Auto Scaling service-linked role.
   * @default - the AWS managed key for EBS
   */
  readonly volumeEncryptionKeyArn?: string;

  /** Tags for instances, volumes and network interfaces; the provider's default tags apply only to the template. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Launch configuration of a node: instance metadata requires a session token and is not reachable from pods (hop limit
 * 1), volumes are encrypted, detailed monitoring is enabled. The template sets neither image nor user data, so that EKS
 * supplies both, including the kubelet's maximum number of pods for prefix delegation.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
 */
export class NodeLaunchTemplate extends Construct {
  readonly launchTemplate: LaunchTemplate;

  constructor(scope: Construct, id: string, props: NodeLaunchTemplateProps) {
    super(scope, id);
    const tags = { ...props.tags, Name: props.name };

    this.launchTemplate = new LaunchTemplate(this, "Resource", {
      name: props.name,
      updateDefaultVersion: true,
      vpcSecurityGroupIds: [props.securityGroupId],
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: "disabled",
      },
      monitoring: { enabled: true },
      blockDeviceMappings: volumesOf(props),
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
    });
  }
}

/** Bottlerocket has a small system volume, whose size its image sets, and stores everything else on a second volume. */
function volumesOf(props: NodeLaunchTemplateProps): LaunchTemplateBlockDeviceMappings[] {
  const { operatingSystem, diskSizeGiB, volumeEncryptionKeyArn } = props;
  return operatingSystem === "bottlerocket"
    ? [volume("/dev/xvda", volumeEncryptionKeyArn), volume("/dev/xvdb", volumeEncryptionKeyArn, diskSizeGiB)]
    : [volume("/dev/xvda", volumeEncryptionKeyArn, diskSizeGiB)];
}

function volume(deviceName: string, kmsKeyId?: string, volumeSize?: number): LaunchTemplateBlockDeviceMappings {
  return {
    deviceName,
    ebs: { volumeType: "gp3", volumeSize, encrypted: "true", kmsKeyId, deleteOnTermination: "true" },
  };
}
