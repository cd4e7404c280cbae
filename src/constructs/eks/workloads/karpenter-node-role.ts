import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import { partitionOf, serviceDomainOf } from "../../partition";
import type { ClusterFacts } from "./cluster-facts";
import { checkRoleName, grantPermissions } from "./role-permissions";

/** What a node may do by itself. The VPC CNI has a role of its own, so its policy is not among them. */
const nodePolicies = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonSSMManagedInstanceCore",
];

/**
 * The role of the nodes that Karpenter launches, its instance profile, and the access entry that lets them join the
 * cluster. Managed node groups get such an entry from EKS; for other roles somebody has to make it.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
 */
export class KarpenterNodeRole extends Construct {
  readonly roleArn: string;
  readonly roleName: string;

  /** For `spec.instanceProfile` of an `EC2NodeClass`. */
  readonly instanceProfileName: string;

  constructor(scope: Construct, id: string, props: ClusterFacts) {
    super(scope, id);
    const roleName = `${props.clusterName}-karpenter-node`;
    checkRoleName(roleName);
    const partition = partitionOf(props.region);

    const role = new IamRole(this, "Resource", {
      name: roleName,
      description: `Nodes that Karpenter launches for cluster ${props.clusterName}`,
      assumeRolePolicy: trustOfInstances(this, props.region).json,
    });
    const policies = grantPermissions(this, role, {
      managedPolicyArns: nodePolicies.map((name) => `arn:${partition}:iam::aws:policy/${name}`),
    });
    const profile = new IamInstanceProfile(this, "profile", { name: roleName, role: role.name, dependsOn: policies });
    new EksAccessEntry(this, "access", {
      clusterName: props.clusterName,
      principalArn: role.arn,
      type: "EC2_LINUX",
      dependsOn: [...(props.waitsFor ?? [])],
    });

    this.roleArn = role.arn;
    this.roleName = role.name;
    this.instanceProfileName = profile.name;
  }
}

function trustOfInstances(scope: Construct, region: string): DataAwsIamPolicyDocument {
  return new DataAwsIamPolicyDocument(scope, "trust", {
    statement: [
      {
        sid: "Instances",
        principals: [{ type: "Service", identifiers: [`ec2.${serviceDomainOf(region)}`] }],
        actions: ["sts:AssumeRole"],
      },
    ],
  });
}
