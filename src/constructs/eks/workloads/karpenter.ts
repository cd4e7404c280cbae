import { Construct } from "constructs";
import { z } from "zod";
import { namespaceName, serviceAccountName } from "../../../options/kubernetes-metadata";
import { parseOptions } from "../../../options/parse-options";
import type { OptionsOf } from "../../../options/schema";
import { type ClusterContext, clusterContextFields, clusterContextOf } from "../cluster/cluster-context";
import type { HelmValues } from "./helm-values";
import { KarpenterInterruptionQueue } from "./karpenter-interruption-queue";
import { KarpenterNodeRole } from "./karpenter-node-role";
import { karpenterStatements } from "./karpenter-policy";
import { PodIdentityRole } from "../../iam/pod-identity-role";

const karpenterOptions = clusterContextFields.extend({
  /**
   * Whether the pods have no route to the internet, so that AWS services without a VPC endpoint cannot be reached.
   * @default - false
   */
  isolatedVpc: z.boolean().default(false),

  /**
   * Namespace in which the controller is installed.
   * @default - "kube-system"
   */
  namespace: namespaceName.default("kube-system"),

  /**
   * Service account of the controller.
   * @default - "karpenter"
   */
  serviceAccount: serviceAccountName.default("karpenter"),
});

export interface KarpenterProps extends ClusterContext, OptionsOf<typeof karpenterOptions> {}

/**
 * AWS resources that Karpenter (v1) needs to launch nodes as pods require them: the controller's role, the nodes' role
 * with its instance profile and access entry, and the queue with notifications of interruptions. Karpenter runs on a
 * managed node group, never on its own nodes.
 *
 * @see https://karpenter.sh/docs/getting-started/getting-started-with-karpenter/
 */
export class Karpenter extends Construct {
  /** Role of the controller's pods. */
  readonly role: PodIdentityRole;

  /** Role and instance profile of the nodes that it launches. */
  readonly nodes: KarpenterNodeRole;

  /** Queue with notifications of interruptions of its nodes. */
  readonly interruptions: KarpenterInterruptionQueue;

  /** Values of the chart `oci://public.ecr.aws/karpenter/karpenter`. */
  readonly helmValues: HelmValues;

  constructor(scope: Construct, id: string, props: KarpenterProps) {
    super(scope, id);
    const options = parseOptions(this, karpenterOptions, props);
    const { clusterName, region, accountId, namespace, serviceAccount, isolatedVpc } = options;
    const cluster = clusterContextOf(props);

    this.nodes = new KarpenterNodeRole(this, "nodes", cluster);
    this.interruptions = new KarpenterInterruptionQueue(this, "interruptions", { name: `${clusterName}-karpenter` });
    this.role = new PodIdentityRole(this, "controller", {
      ...cluster,
      roleName: karpenterRoleName(clusterName),
      namespace,
      serviceAccount,
      policies: {
        nodes: karpenterStatements({
          clusterName,
          region,
          accountId,
          nodeRoleArn: this.nodes.roleArn,
          interruptionQueueArn: this.interruptions.queueArn,
        }),
      },
    });
    // https://github.com/aws/karpenter-provider-aws/blob/main/charts/karpenter/values.yaml
    this.helmValues = {
      serviceAccount: { name: serviceAccount },
      settings: {
        clusterName,
        interruptionQueue: this.interruptions.queueName,
        ...(isolatedVpc && { isolatedVPC: true }),
      },
      controller: { env: [{ name: "AWS_REGION", value: region }] },
    };
  }
}

/** Name of the controller's role, known in advance: the policy of the volume key must allow the role. */
export function karpenterRoleName(clusterName: string): string {
  return `${clusterName}-karpenter`;
}
