import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { assertNoFaults, parseOptions } from "../../../options/parse-options";
import type { OptionsOf } from "../../../options/schema";
import { refuseNodesOutsideTheNetwork } from "../nodes/node-group-options";
import { refuseNodesWithoutAddresses } from "../nodes/pod-capacity";
import { clusterOptions } from "./cluster-options";
import { AccessEntries } from "./access-entries";
import { AddOns } from "../add-ons/add-ons";
import { encryptedStorageClass, type StorageClass } from "../add-ons/ebs-csi-driver";
import type { ClusterNetwork } from "./cluster-network";
import { ClusterSecurity } from "./cluster-security";
import { ControlPlane } from "./control-plane";
import { NodeGroups } from "../nodes/node-groups";
import { NodeRole } from "../nodes/node-role";
import { OidcProvider } from "./oidc-provider";

export interface EksClusterProps extends OptionsOf<typeof clusterOptions> {
  /** VPC with private subnets for the nodes and intra subnets for the control plane's interfaces. */
  readonly vpc: ClusterNetwork;

  /**
   * Customer managed key for the control plane's logs; its policy must allow CloudWatch Logs.
   * @default - the key that CloudWatch Logs owns
   */
  readonly logEncryptionKeyArn?: string;

  /**
   * Customer managed key for the nodes' volumes and, through `storageClass`, those of pods; its policy must allow the
   * Auto Scaling service-linked role and the role of the EBS CSI driver.
   * @default - the AWS managed key for EBS
   */
  readonly volumeEncryptionKeyArn?: string;

  /**
   * Tags for the nodes' instances, volumes and network interfaces, to which the provider's default tags do not apply.
   * @default - only the name
   */
  readonly nodeTags?: Readonly<Record<string, string>>;
}

/**
 * An EKS cluster with everything that a node needs to join it: control plane, roles, keys, security groups, access
 * entries, add-ons and managed node groups, in the order of their dependencies.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/clusters.html
 * @throws when an option is invalid, or the node groups do not fit in their subnets
 */
export class EksCluster extends Construct {
  /** Name of the cluster, as a reference to it. */
  readonly clusterName: string;

  /** ARN of the cluster. */
  readonly clusterArn: string;

  /** URL of the Kubernetes API server. */
  readonly endpoint: string;

  /** Certificate of the API server's authority, base64. */
  readonly certificateAuthority: string;

  /** Issuer of service account tokens as in trust policies, without `https://`. */
  readonly oidcIssuer: string;

  /** IAM's OIDC provider of the cluster, for the trust policies of IRSA roles. */
  readonly oidcProviderArn: string;

  /** ARN of the nodes' role. */
  readonly nodeRoleArn: string;

  /** Name of the nodes' role. */
  readonly nodeRoleName: string;

  /** Security group that EKS creates for the control plane's interfaces. */
  readonly clusterSecurityGroupId: string;

  /** Second security group of the control plane's interfaces, for rules that give access to the API server. */
  readonly controlPlaneSecurityGroupId: string;

  /** Security group of the nodes. */
  readonly nodeSecurityGroupId: string;

  /** Customer managed key that encrypts Kubernetes secrets. */
  readonly secretsKeyArn: string;

  /** The command that configures kubectl for the cluster. */
  readonly updateKubeconfigCommand: string;

  /** The cluster itself, for resources that must follow it without a reference to it. */
  readonly cluster: ITerraformDependable;

  /** The node groups by name, for resources that must follow them. */
  readonly nodeGroups: Readonly<Record<string, ITerraformDependable>>;

  /** Manifest of the default StorageClass, for `kubectl apply`: volumes are encrypted under the key of the nodes' volumes. */
  readonly storageClass: StorageClass;

  /** EKS names of the node groups marked as autoscaled. */
  readonly autoscaledNodeGroupNames: readonly string[];

  constructor(scope: Construct, id: string, props: EksClusterProps) {
    super(scope, id);
    const options = parseOptions(this, clusterOptions, props);
    const { name, region, accountId, vpc, volumeEncryptionKeyArn } = props;
    assertNoFaults(this, [
      ...refuseNodesOutsideTheNetwork(options.nodeGroups, Object.keys(vpc.privateSubnetIds)),
      ...refuseNodesWithoutAddresses(options.nodeGroups, vpc.privateAddresses),
    ]);

    const security = new ClusterSecurity(this, "security", { clusterName: name, vpcId: vpc.vpcId });
    const { cluster, issuer, secretsKeyArn } = new ControlPlane(this, "Resource", {
      ...props,
      ...options,
      subnetIds: Object.values(vpc.intraSubnetIds),
      securityGroupId: security.controlPlaneSecurityGroupId,
    });
    const context = { clusterName: name, region, accountId, dependsOn: [cluster] };
    const oidcProvider = new OidcProvider(this, "oidc-provider", { clusterName: name, issuer });
    new AccessEntries(this, "access", { ...context, access: options.access });
    const nodeRole = new NodeRole(this, "node-role", context);
    const addOns = new AddOns(this, "addon", {
      ...context,
      kubernetesVersion: options.version,
      versions: options.addonVersions,
      volumeEncryptionKeyArn,
    });
    const nodes = new NodeGroups(this, "nodes", {
      clusterName: name,
      kubernetesVersion: options.version,
      nodeGroups: options.nodeGroups,
      privateSubnetIds: vpc.privateSubnetIds,
      nodeRoleArn: nodeRole.roleArn,
      securityGroupId: security.nodeSecurityGroupId,
      volumeEncryptionKeyArn,
      tags: props.nodeTags,
      dependsOn: [cluster, ...nodeRole.dependables, ...addOns.beforeNodes, ...security.rules, ...vpc.nodeConnectivity],
    });
    addOns.addAfter(Object.values(nodes.byName));

    this.clusterName = cluster.name;
    this.clusterArn = cluster.arn;
    this.endpoint = cluster.endpoint;
    this.certificateAuthority = cluster.certificateAuthority.get(0).data;
    this.oidcIssuer = oidcProvider.issuer;
    this.oidcProviderArn = oidcProvider.providerArn;
    this.nodeRoleArn = nodeRole.roleArn;
    this.nodeRoleName = nodeRole.roleName;
    this.clusterSecurityGroupId = cluster.vpcConfig.clusterSecurityGroupId;
    this.controlPlaneSecurityGroupId = security.controlPlaneSecurityGroupId;
    this.nodeSecurityGroupId = security.nodeSecurityGroupId;
    this.secretsKeyArn = secretsKeyArn;
    this.updateKubeconfigCommand = `aws eks update-kubeconfig --region ${region} --name ${name}`;
    this.cluster = cluster;
    this.nodeGroups = nodes.byName;
    this.storageClass = encryptedStorageClass(volumeEncryptionKeyArn);
    this.autoscaledNodeGroupNames = Object.entries(nodes.byName)
      .filter(([group]) => options.nodeGroups[group]?.autoscaled)
      .map(([, nodeGroup]) => nodeGroup.nodeGroupName);
  }
}
