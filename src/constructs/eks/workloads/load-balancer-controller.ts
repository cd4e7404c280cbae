import { Construct } from "constructs";
import { type ClusterContext, clusterContextOf } from "../cluster/cluster-context";
import type { HelmValues } from "./helm-values";
import { loadBalancerControllerStatements } from "./load-balancer-controller-policy";
import { PodIdentityRole } from "../../iam/pod-identity-role";

export interface LoadBalancerControllerProps extends ClusterContext {
  /** VPC of the cluster and of the load balancers. */
  readonly vpcId: string;

  /**
   * Namespace in which the controller is installed.
   * @default - "kube-system"
   */
  readonly namespace?: string;

  /**
   * Service account of the controller.
   * @default - "aws-load-balancer-controller"
   */
  readonly serviceAccount?: string;
}

/**
 * What the AWS Load Balancer Controller needs to create load balancers for Ingresses and Services: its role, and region
 * and VPC as Helm values, which pods cannot get from the instance metadata service with a hop limit of 1.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/aws-load-balancer-controller.html
 */
export class LoadBalancerController extends Construct {
  /** Role of the controller's pods. */
  readonly role: PodIdentityRole;

  /** Values of the chart `aws-load-balancer-controller` of https://aws.github.io/eks-charts. */
  readonly helmValues: HelmValues;

  constructor(scope: Construct, id: string, props: LoadBalancerControllerProps) {
    super(scope, id);
    const { clusterName, region, vpcId } = props;
    const namespace = props.namespace ?? "kube-system";
    const serviceAccount = props.serviceAccount ?? "aws-load-balancer-controller";

    this.role = new PodIdentityRole(this, "controller", {
      ...clusterContextOf(props),
      roleName: `${clusterName}-load-balancer-controller`,
      namespace,
      serviceAccount,
      policies: { "load-balancers": loadBalancerControllerStatements(props) },
    });
    this.helmValues = {
      clusterName,
      region,
      vpcId,
      serviceAccount: { name: serviceAccount },
      enableShield: false,
      enableWaf: false,
    };
  }
}
