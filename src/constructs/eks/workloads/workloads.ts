import { Construct } from "constructs";
import { ClusterAutoscaler } from "./cluster-autoscaler";
import { type ClusterContext, clusterContextOf } from "../cluster/cluster-context";
import { ExternalDns } from "./external-dns";
import type { HelmValues } from "./helm-values";
import { Karpenter } from "./karpenter";
import { LoadBalancerController } from "./load-balancer-controller";

export interface WorkloadsProps extends ClusterContext {
  /** VPC of the cluster. */
  readonly vpcId: string;

  /**
   * EKS names of the managed node groups that are marked as autoscaled.
   * @default - none, so there is nothing for the cluster autoscaler to scale
   */
  readonly autoscaledNodeGroupNames?: readonly string[];

  /**
   * Whether Karpenter launches nodes.
   * @default - false
   */
  readonly karpenter?: boolean;

  /**
   * Whether the cluster autoscaler scales the node groups that are marked as autoscaled.
   * @default - false
   */
  readonly clusterAutoscaler?: boolean;

  /**
   * Whether the AWS Load Balancer Controller creates load balancers.
   * @default - false
   */
  readonly loadBalancerController?: boolean;

  /**
   * Route 53 hosted zones in which external-dns publishes names.
   * @default - no permissions for external-dns
   */
  readonly externalDns?: { readonly hostedZoneArns: readonly string[] };
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
    const cluster = clusterContextOf(props);

    if (props.karpenter) this.karpenter = new Karpenter(this, "karpenter", cluster);
    if (props.clusterAutoscaler) {
      const nodeGroupNames = props.autoscaledNodeGroupNames ?? [];
      this.clusterAutoscaler = new ClusterAutoscaler(this, "cluster-autoscaler", { ...cluster, nodeGroupNames });
    }
    if (props.loadBalancerController) {
      const network = { vpcId: props.vpcId };
      this.loadBalancerController = new LoadBalancerController(this, "load-balancer", { ...cluster, ...network });
    }
    if (props.externalDns) {
      this.externalDns = new ExternalDns(this, "external-dns", { ...cluster, ...props.externalDns });
    }

    this.helmValues = {
      ...(this.karpenter && { karpenter: this.karpenter.helmValues }),
      ...(this.clusterAutoscaler && { "cluster-autoscaler": this.clusterAutoscaler.helmValues }),
      ...(this.loadBalancerController && { "aws-load-balancer-controller": this.loadBalancerController.helmValues }),
      ...(this.externalDns && { "external-dns": this.externalDns.helmValues }),
    };
  }
}
