import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";

/** All log types of the control plane. */
export const controlPlaneLogTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"] as const;

export interface ControlPlaneLogsProps {
  /** Name of the cluster; EKS derives the log group's name from it. */
  readonly clusterName: string;

  /** Days after which CloudWatch Logs deletes an entry; one of the values that it supports. */
  readonly retentionDays: number;

  /**
   * Customer managed key that encrypts the log group; its policy must allow CloudWatch Logs.
   * @default - the key that CloudWatch Logs owns
   */
  readonly encryptionKeyArn?: string;
}

/**
 * The log group of the control plane. If it did not exist before the cluster, EKS would create one itself, unencrypted
 * and without expiration. For the same reason it must be destroyed after the cluster.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
 */
export class ControlPlaneLogs extends Construct {
  readonly logGroup: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: ControlPlaneLogsProps) {
    super(scope, id);

    this.logGroup = new CloudwatchLogGroup(this, "Resource", {
      name: `/aws/eks/${props.clusterName}/cluster`,
      retentionInDays: props.retentionDays,
      kmsKeyId: props.encryptionKeyArn,
    });
  }
}
