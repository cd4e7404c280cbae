import { Construct } from "constructs";
import { clusterAutoscalerStatements } from "./cluster-autoscaler-policy";
import { type ClusterContext, clusterContextOf } from "../cluster/cluster-context";
import type { HelmValues } from "./helm-values";
import { PodIdentityRole } from "../../iam/pod-identity-role";

export interface ClusterAutoscalerProps extends ClusterContext {
  /**
   * EKS names of the managed node groups that it scales: those marked as autoscaled. It must not scale the others,
   * whose size Terraform manages. At least one.
   */
  readonly nodeGroupNames: readonly string[];

  /**
   * Namespace in which it is installed.
   * @default - "kube-system"
   */
  readonly namespace?: string;

  /**
   * Its service account.
   * @default - "cluster-autoscaler"
   */
  readonly serviceAccount?: string;
}

/**
 * AWS resources that the Kubernetes cluster autoscaler needs to scale managed node groups between their sizes.
 *
 * EKS tags the Auto Scaling group of every managed node group for discovery, so the usual discovery by
 * `k8s.io/cluster-autoscaler/enabled` would find all of them. Here both the role and the Helm values name the groups,
 * by the EKS tag `eks:nodegroup-name`. A node group that is replaced gets a new name: pass the new values to Helm.
 *
 * @see https://docs.aws.amazon.com/eks/latest/best-practices/cas.html
 * @throws when the list of node groups is empty
 */
export class ClusterAutoscaler extends Construct {
  /** Role of its pods. */
  readonly role: PodIdentityRole;

  /** Values of the chart `cluster-autoscaler` of https://kubernetes.github.io/autoscaler. */
  readonly helmValues: HelmValues;

  constructor(scope: Construct, id: string, props: ClusterAutoscalerProps) {
    super(scope, id);
    const [firstGroup, ...otherGroups] = props.nodeGroupNames;
    if (firstGroup === undefined) {
      throw new Error("nodeGroupNames must name at least one node group that is marked as autoscaled, got none");
    }
    const { clusterName, region } = props;
    const serviceAccount = props.serviceAccount ?? "cluster-autoscaler";

    this.role = new PodIdentityRole(this, "controller", {
      ...clusterContextOf(props),
      roleName: `${clusterName}-cluster-autoscaler`,
      namespace: props.namespace ?? "kube-system",
      serviceAccount,
      policies: { "node-groups": clusterAutoscalerStatements(props) },
    });
    this.helmValues = {
      cloudProvider: "aws",
      awsRegion: region,
      autoDiscovery: { clusterName, tags: discoveryTags(clusterName, firstGroup) },
      extraArgs: discoveryArguments(clusterName, otherGroups),
      rbac: { serviceAccount: { name: serviceAccount } },
    };
  }
}

function discoveryTags(clusterName: string, nodeGroupName: string): string[] {
  return [`k8s.io/cluster-autoscaler/${clusterName}`, `eks:nodegroup-name=${nodeGroupName}`];
}

/** The chart writes only one `--node-group-auto-discovery` itself, and omits the part of a key after `_`. */
function discoveryArguments(clusterName: string, nodeGroupNames: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    nodeGroupNames.map((name, position) => [
      `node-group-auto-discovery_${position + 2}`,
      `asg:tag=${discoveryTags(clusterName, name).join(",")}`,
    ]),
  );
}
