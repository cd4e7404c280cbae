import { Construct } from "constructs";
import { z } from "zod";
import { namespaceName, serviceAccountName } from "../../../options/kubernetes-metadata";
import { parseOptions } from "../../../options/parse-options";
import type { OptionsOf } from "../../../options/schema";
import { type ClusterContext, clusterContextFields, clusterContextOf } from "../cluster/cluster-context";
import type { HelmValues } from "./helm-values";
import { loadBalancerControllerStatements } from "./load-balancer-controller-policy";
import { PodIdentityRole } from "../../iam/pod-identity-role";

const controllerOptions = clusterContextFields.extend({
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
   * @default - "aws-load-balancer-controller"
   */
  serviceAccount: serviceAccountName.default("aws-load-balancer-controller"),
});

export interface LoadBalancerControllerProps extends ClusterContext, OptionsOf<typeof controllerOptions> {
  /** VPC of the cluster and of the load balancers. */
  readonly vpcId: string;
}

/**
 * What the AWS Load Balancer Controller needs to create load balancers for Ingresses and Services: its role, and region
 * and VPC as Helm values, which pods cannot get from the instance metadata service with a hop limit of 1.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/aws-load-balancer-controller.html
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/#additional-requirements-for-isolated-cluster
 */
export class LoadBalancerController extends Construct {
  /** Role of the controller's pods. */
  readonly role: PodIdentityRole;

  /** Values of the chart `aws-load-balancer-controller` of https://aws.github.io/eks-charts. */
  readonly helmValues: HelmValues;

  constructor(scope: Construct, id: string, props: LoadBalancerControllerProps) {
    super(scope, id);
    const options = parseOptions(this, controllerOptions, props);
    const { clusterName, region, namespace, serviceAccount, isolatedVpc } = options;
    const { vpcId } = props;

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
      ...(isolatedVpc && { enableWafv2: false }),
    };
  }
}
