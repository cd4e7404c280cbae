import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { Construct } from "constructs";
import { SecretsKey } from "../../kms/secrets-key";
import { ClusterRole } from "./cluster-role";
import { ControlPlaneLogs, controlPlaneLogTypes } from "./control-plane-logs";
import type { ParsedClusterOptions } from "./cluster-options";

/** The options of the cluster that concern its control plane. */
type ClusterProps = Pick<
  ParsedClusterOptions,
  "version" | "publicAccessCidrs" | "deletionProtection" | "logRetentionDays"
>;

export interface ControlPlaneProps extends ClusterProps {
  /** Name of the cluster. */
  readonly name: string;

  /** Region of the cluster. */
  readonly region: string;

  /** Account of the cluster, 12 digits. */
  readonly accountId: string;

  /**
   * Customer managed key for the logs; its policy must allow CloudWatch Logs.
   * @default - the key that CloudWatch Logs owns
   */
  readonly logEncryptionKeyArn?: string;

  /**
   * Subnets of the control plane's interfaces, in at least two zones. EKS does not change the zones after creation, and
   * requires a subnet in each of them, so later changes are ignored: the stack must keep these subnets.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
   */
  readonly subnetIds: readonly string[];

  /** Security group of the control plane's interfaces, in addition to the group that EKS creates. */
  readonly securityGroupId: string;
}

/**
 * The control plane, with the role, the log group and the key for Kubernetes secrets that must exist before it. Only
 * access entries give access, and the creator of the cluster gets none. The private endpoint is always enabled.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-cluster.html
 */
export class ControlPlane extends Construct {
  readonly cluster: EksCluster;

  /** URL of the issuer of service account tokens. */
  readonly issuer: string;

  readonly secretsKeyArn: string;

  constructor(scope: Construct, id: string, props: ControlPlaneProps) {
    super(scope, id);
    const { name, region, accountId, publicAccessCidrs, deletionProtection } = props;

    const { keyArn } = new SecretsKey(this, "secrets-key", { name, region, accountId, deletionProtection });
    const role = new ClusterRole(this, "role", { clusterName: name, region, accountId, secretsKeyArn: keyArn });
    const logs = new ControlPlaneLogs(this, "logs", {
      clusterName: name,
      retentionDays: props.logRetentionDays,
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
        // EKS accepts no subnets outside the zones in which the cluster was created: a new zone is only for nodes.
        ignoreChanges: ["vpc_config[0].subnet_ids"],
      },
      dependsOn: [...role.dependables, logs.logGroup],
    });

    this.issuer = this.cluster.identity.get(0).oidc.get(0).issuer;
    this.secretsKeyArn = keyArn;
  }
}
