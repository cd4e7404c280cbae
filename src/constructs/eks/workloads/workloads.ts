import { Construct } from "constructs";
import { assertNoFaults, parseOptions } from "../../../options/parse-options";
import { ClusterAutoscaler } from "./cluster-autoscaler";
import { type ClusterContext, clusterContextOf, clusterContextFields } from "../cluster/cluster-context";
import { ExternalDns } from "./external-dns";
import type { HelmValues } from "./helm-values";
import { Karpenter } from "./karpenter";
import { LoadBalancerController } from "./load-balancer-controller";
import { type WorkloadOptions, refuseAutoscalerWithoutGroups, workloadOptions } from "./workload-options";

const workloadsOptions = clusterContextFields.extend(workloadOptions.shape);

export interface WorkloadsProps extends ClusterContext, WorkloadOptions {
  /** VPC of the cluster. */
  readonly vpcId: string;

  /**
   * Whether the pods have no route to the internet, so that AWS services without a VPC endpoint cannot be reached.
   * @default - false
   */
  readonly isolatedVpc?: boolean;

  /**
   * EKS names of the managed node groups that are marked as autoscaled.
   * @default - none, so there is nothing for the cluster autoscaler to scale
   */
  readonly autoscaledNodeGroupNames?: readonly string[];
}

/**
 * The AWS resources of the controllers that most clusters run: roles and related resources. The controllers themselves
 * are installed by Helm, with the values that are provided here.
 */
export class Workloads extends Construct {
  /** Only if configured. */
  readonly karpenter?: Karpenter;

  /** Only if configured. */
  readonly clusterAutoscaler?: ClusterAutoscaler;

  /** Only if configured. */
  readonly loadBalancerController?: LoadBalancerController;

  /** Only if configured. */
  readonly externalDns?: ExternalDns;

  /** Helm values by chart name, for the configured workloads. */
  readonly helmValues: Readonly<Record<string, HelmValues>>;

  constructor(scope: Construct, id: string, props: WorkloadsProps) {
    super(scope, id);
    const options = parseOptions(this, workloadsOptions, props);
    const cluster = clusterContextOf(props);
    const { vpcId, isolatedVpc, autoscaledNodeGroupNames: nodeGroupNames = [] } = props;
    assertNoFaults(this, refuseAutoscalerWithoutGroups(options, nodeGroupNames));

    if (options.karpenter) this.karpenter = new Karpenter(this, "karpenter", { ...cluster, isolatedVpc });
    if (options.clusterAutoscaler) {
      this.clusterAutoscaler = new ClusterAutoscaler(this, "cluster-autoscaler", { ...cluster, nodeGroupNames });
    }
    if (options.loadBalancerController) {
      const network = { vpcId, isolatedVpc };
      this.loadBalancerController = new LoadBalancerController(this, "load-balancer", { ...cluster, ...network });
    }
    if (options.externalDns) {
      this.externalDns = new ExternalDns(this, "external-dns", { ...cluster, ...options.externalDns });
    }

    this.helmValues = {
      ...(this.karpenter && { karpenter: this.karpenter.helmValues }),
      ...(this.clusterAutoscaler && { "cluster-autoscaler": this.clusterAutoscaler.helmValues }),
      ...(this.loadBalancerController && { "aws-load-balancer-controller": this.loadBalancerController.helmValues }),
      ...(this.externalDns && { "external-dns": this.externalDns.helmValues }),
    };
  }
}
