import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { checkLogRetention } from "../log-retention";

/** Every kind of log that the control plane can write. */
export const controlPlaneLogTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"] as const;

export interface ControlPlaneLogsProps {
  /** Name of the cluster; EKS derives the log group's name from it. */
  readonly clusterName: string;

  /** Days after which CloudWatch Logs forgets an entry; one of the values that it accepts. */
  readonly retentionDays: number;

  /**
   * Customer managed key that encrypts the log group; its policy has to admit CloudWatch Logs.
   * @default - the key that CloudWatch Logs owns
   */
  readonly encryptionKeyArn?: string;
}

/**
 * The log group that the control plane writes to. EKS would make one itself, unencrypted and kept for ever, were it not
 * there before the cluster; for the same reason it must be destroyed after the cluster.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
 * @throws when CloudWatch Logs can't keep entries for that many days
 */
export class ControlPlaneLogs extends Construct {
  readonly logGroup: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: ControlPlaneLogsProps) {
    super(scope, id);
    checkLogRetention("logRetentionDays", props.retentionDays);

    this.logGroup = new CloudwatchLogGroup(this, "Resource", {
      name: `/aws/eks/${props.clusterName}/cluster`,
      retentionInDays: props.retentionDays,
      kmsKeyId: props.encryptionKeyArn,
    });
  }
}
