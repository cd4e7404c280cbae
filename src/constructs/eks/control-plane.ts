import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { Construct } from "constructs";
import { SecretsKey } from "../kms/secrets-key";
import { ClusterRole } from "./cluster-role";
import { ControlPlaneLogs, controlPlaneLogTypes } from "./control-plane-logs";

export interface ControlPlaneProps {
  /** Name of the cluster, unique in its account and region. */
  readonly name: string;

  /** Region, for example `ap-northeast-1`. */
  readonly region: string;

  /** Account, 12 digits. */
  readonly accountId: string;

  /** Kubernetes version, for example `1.33`. */
  readonly version: string;

  /**
   * Subnets of the control plane's interfaces, in two zones at least. EKS keeps to the zones of the first time, so that
   * later changes are left alone.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
   */
  readonly subnetIds: readonly string[];

  /** Security group of the control plane's interfaces, beside the one that EKS makes. */
  readonly securityGroupId: string;

  /**
   * IPv4 blocks from which the public endpoint may be reached.
   * @default - no public endpoint
   */
  readonly publicAccessCidrs?: readonly string[];

  /**
   * Whether EKS and Terraform both refuse to delete or replace the cluster. Terraform's refusal comes first: EKS's
   * alone would come after the add-ons and nodes are gone.
   * @default - true
   */
  readonly deletionProtection?: boolean;

  /**
   * Days for which the logs are kept.
   * @default - 90
   */
  readonly logRetentionDays?: number;

  /**
   * Customer managed key for the logs.
   * @default - the key that CloudWatch Logs owns
   */
  readonly logEncryptionKeyArn?: string;
}

/**
 * The control plane, with the role, the log group and the key for Kubernetes secrets that have to be there before it.
 * Access is by access entries alone, and whoever creates the cluster gets none; the private endpoint is always on.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-cluster.html
 */
export class ControlPlane extends Construct {
  readonly cluster: EksCluster;

  /** Issuer of service account tokens, a URL. */
  readonly issuer: string;

  readonly secretsKeyArn: string;

  constructor(scope: Construct, id: string, props: ControlPlaneProps) {
    super(scope, id);
    const { name, region, accountId, publicAccessCidrs, deletionProtection = true } = props;

    const { keyArn } = new SecretsKey(this, "secrets-key", { name, region, accountId, deletionProtection });
    const role = new ClusterRole(this, "role", { clusterName: name, region, accountId, secretsKeyArn: keyArn });
    const logs = new ControlPlaneLogs(this, "logs", {
      clusterName: name,
      retentionDays: props.logRetentionDays ?? 90,
      encryptionKeyArn: props.logEncryptionKeyArn,
    });
    this.cluster = new EksCluster(this, "Resource", {
      name,
      version: props.version,
      roleArn: role.roleArn,
      upgradePolicy: { supportType: "STANDARD" },
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      bootstrapSelfManagedAddons: false,
      vpcConfig: {
        subnetIds: [...props.subnetIds],
        securityGroupIds: [props.securityGroupId],
        endpointPrivateAccess: true,
        endpointPublicAccess: publicAccessCidrs !== undefined,
        publicAccessCidrs: publicAccessCidrs && [...publicAccessCidrs],
      },
      encryptionConfig: { provider: { keyArn }, resources: ["secrets"] },
      enabledClusterLogTypes: [...controlPlaneLogTypes],
      deletionProtection,
      lifecycle: {
        preventDestroy: deletionProtection ? true : undefined,
        // EKS takes no subnets outside the zones that the cluster was created in: a new zone is for nodes alone.
        ignoreChanges: ["vpc_config[0].subnet_ids"],
      },
      dependsOn: [...role.grants, logs.logGroup],
    });

    this.issuer = this.cluster.identity.get(0).oidc.get(0).issuer;
    this.secretsKeyArn = keyArn;
  }
}
