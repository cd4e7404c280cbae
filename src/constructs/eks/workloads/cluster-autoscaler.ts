import { Construct } from "constructs";
import { namespaceName, serviceAccountName } from "../../../options/kubernetes-metadata";
import { parseOptions } from "../../../options/parse-options";
import { type OptionsOf, distinct, text } from "../../../options/schema";
import { clusterAutoscalerStatements } from "./cluster-autoscaler-policy";
import { type ClusterContext, clusterContextFields, clusterContextOf } from "../cluster/cluster-context";
import type { HelmValues } from "./helm-values";
import { PodIdentityRole } from "../../iam/pod-identity-role";

const nodeGroupName = text(/^[A-Za-z0-9][\w-]{0,62}$/, "EKS name of a node group");

const autoscalerOptions = clusterContextFields.extend({
  /**
   * EKS names of the managed node groups that it scales: those marked as autoscaled. It must not scale the others,
   * whose size Terraform manages. At least one.
   */
  nodeGroupNames: distinct(nodeGroupName, { atLeast: 1, of: "EKS names of node groups" }),

  /**
   * Namespace in which it is installed.
   * @default - "kube-system"
   */
  namespace: namespaceName.default("kube-system"),

  /**
   * Its service account.
   * @default - "cluster-autoscaler"
   */
  serviceAccount: serviceAccountName.default("cluster-autoscaler"),
});

export interface ClusterAutoscalerProps extends ClusterContext, OptionsOf<typeof autoscalerOptions> {}

/**
 * AWS resources that the Kubernetes cluster autoscaler needs to scale managed node groups between their sizes.
 *
 * EKS tags the Auto Scaling group of every managed node group for discovery, so the usual discovery by
 * `k8s.io/cluster-autoscaler/enabled` would find all of them. Here both the role and the Helm values name the groups,
 * by the EKS tag `eks:nodegroup-name`. A node group that is replaced gets a new name: pass the new values to Helm.
 *
 * @see https://docs.aws.amazon.com/eks/latest/best-practices/cas.html
 * @throws when an option is invalid
 */
export class ClusterAutoscaler extends Construct {
  /** Role of its pods. */
  readonly role: PodIdentityRole;

  /** Values of the chart `cluster-autoscaler` of https://kubernetes.github.io/autoscaler. */
  readonly helmValues: HelmValues;

  constructor(scope: Construct, id: string, props: ClusterAutoscalerProps) {
    super(scope, id);
    const options = parseOptions(this, autoscalerOptions, props);
    const { clusterName, region, namespace, serviceAccount } = options;
    const [firstGroup = "", ...otherGroups] = options.nodeGroupNames;

    this.role = new PodIdentityRole(this, "controller", {
      ...clusterContextOf(props),
      roleName: `${clusterName}-cluster-autoscaler`,
      namespace,
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
