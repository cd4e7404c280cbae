import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { managedPolicyArn } from "../../iam/arn";
import type { ClusterContext } from "../cluster/cluster-context";
import { AddOn, type AddOnProps } from "./add-on";
import { type AddOnName, type AddOnVersions, addOnVersionOf } from "./add-on-options";
import { ebsCsiDriverRole } from "./ebs-csi-driver";

/**
 * Prefix delegation assigns addresses to a node in blocks of 16, so that it can run as many pods as EKS allows. Network
 * policies are enforced on the nodes.
 */
const cniConfiguration = {
  enableNetworkPolicy: "true",
  env: { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" },
};

export interface AddOnsProps extends ClusterContext {
  /** Kubernetes version of the cluster. */
  readonly kubernetesVersion: string;

  /** Versions of the add-ons. */
  readonly versions: AddOnVersions;

  /**
   * Customer managed key with which the EBS CSI driver can encrypt volumes.
   * @default - none
   */
  readonly volumeEncryptionKeyArn?: string;
}

/**
 * The add-ons of a cluster, in two steps: those that a node needs to become ready exist before the first node starts,
 * and those that run on nodes follow the nodes.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html
 */
export class AddOns extends Construct {
  /** The add-ons that nodes wait for: the Pod Identity agent, kube-proxy and the VPC CNI. */
  readonly beforeNodes: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AddOnsProps,
  ) {
    super(scope, id);
    const { clusterName, region } = props;

    this.beforeNodes = [
      this.add("eks-pod-identity-agent"),
      this.add("kube-proxy"),
      this.add("vpc-cni", {
        configuration: cniConfiguration,
        role: {
          roleName: `${clusterName}-vpc-cni`,
          serviceAccount: "aws-node",
          managedPolicyArns: [managedPolicyArn(region, "AmazonEKS_CNI_Policy")],
        },
      }),
    ];
  }

  /** Creates the add-ons that run on nodes: DNS, volumes, metrics and the monitoring agent for node repair. */
  addAfter(nodeGroups: readonly ITerraformDependable[]): void {
    const role = ebsCsiDriverRole(this.props, this.props.volumeEncryptionKeyArn);
    this.add("coredns", { runsOn: nodeGroups });
    this.add("aws-ebs-csi-driver", { role, runsOn: nodeGroups });
    this.add("metrics-server", { runsOn: nodeGroups });
    this.add("eks-node-monitoring-agent", { runsOn: nodeGroups });
  }

  private add(name: AddOnName, extras: Pick<AddOnProps, "configuration" | "role" | "runsOn"> = {}) {
    const addonVersion = addOnVersionOf(name, this.props.versions);
    return new AddOn(this, name, { ...this.props, addonName: name, addonVersion, ...extras }).addOn;
  }
}
