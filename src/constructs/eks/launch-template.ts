import { LaunchTemplate, type LaunchTemplateBlockDeviceMappings } from "@cdktf/provider-aws/lib/launch-template";
import { Construct } from "constructs";
import type { NodeOperatingSystem } from "./ami-type";

export interface NodeLaunchTemplateProps {
  /** Name of the template, and of the instances, volumes and interfaces made from it. */
  readonly name: string;

  /** Operating system of the nodes' image, on which the layout of the volumes depends. */
  readonly operatingSystem: NodeOperatingSystem;

  /** Security group of the nodes. */
  readonly securityGroupId: string;

  /** Size in GiB of the volume that holds images and the pods' ephemeral storage. */
  readonly diskSizeGiB: number;

  /**
   * Customer managed key that encrypts the volumes; its policy has to admit the Auto Scaling service-linked role.
   * @default - the AWS managed key for EBS
   */
  readonly volumeEncryptionKeyArn?: string;

  /** Tags for instances, volumes and network interfaces; the provider's default tags reach the template alone. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * How a node starts: instance metadata by session token only and out of reach for pods (hop limit 1), encrypted
 * volumes, detailed monitoring. It names no image and no user data, so that EKS supplies both, the kubelet's highest
 * number of pods for prefix delegation included.
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

/** Bottlerocket has a small system volume, as large as its image says, and keeps everything else on a second one. */
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
