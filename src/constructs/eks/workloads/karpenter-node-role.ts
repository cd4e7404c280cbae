import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { Construct } from "constructs";
import { addInstanceRole, nodePolicies } from "../nodes/instance-role";
import type { ClusterContext } from "../cluster/cluster-context";

/**
 * The role of the nodes that Karpenter launches, its instance profile, and the access entry that lets them join the
 * cluster. EKS creates such an entry for managed node groups, but not for other roles.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
 */
export class KarpenterNodeRole extends Construct {
  readonly roleArn: string;
  readonly roleName: string;

  /** For `spec.instanceProfile` of an `EC2NodeClass`. */
  readonly instanceProfileName: string;

  constructor(scope: Construct, id: string, props: ClusterContext) {
    super(scope, id);
    const name = `${props.clusterName}-karpenter-node`;
    const { role, dependables } = addInstanceRole(this, "Resource", {
      name,
      description: `Nodes that Karpenter launches for cluster ${props.clusterName}`,
      region: props.region,
      policies: nodePolicies,
    });
    const profile = new IamInstanceProfile(this, "profile", { name, role: role.name, dependsOn: dependables });
    new EksAccessEntry(this, "access", {
      clusterName: props.clusterName,
      principalArn: role.arn,
      type: "EC2_LINUX",
      dependsOn: [...(props.dependsOn ?? [])],
    });

    this.roleArn = role.arn;
    this.roleName = role.name;
    this.instanceProfileName = profile.name;
  }
}
