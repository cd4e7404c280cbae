import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { partitionOf, serviceDomainOf } from "../partition";
import { checkRoleName, grantPermissions } from "./workloads/role-permissions";

/** What every node may do: join, pull images, be reached through Session Manager. No more, since pods could use it. */
const nodePolicies = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonSSMManagedInstanceCore",
] as const;

export interface NodeRoleProps {
  /** Name of the cluster that the nodes join. */
  readonly clusterName: string;

  /** Region of the cluster, for example `ap-northeast-1`. */
  readonly region: string;
}

/**
 * The role of the nodes. The VPC CNI's rights are not among its policies: the CNI has a role of its own by Pod
 * Identity. EKS adds the access entry for managed node groups itself.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
 */
export class NodeRole extends Construct {
  readonly roleArn: string;
  readonly roleName: string;

  /** The role's policies, which have to be there before a node starts and until the last one is gone. */
  readonly grants: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: NodeRoleProps) {
    super(scope, id);
    const roleName = `${props.clusterName}-node`;
    const partition = partitionOf(props.region);
    checkRoleName(roleName);

    const trust = new DataAwsIamPolicyDocument(this, "trust", {
      statement: [
        {
          sid: "Instances",
          principals: [{ type: "Service", identifiers: [`ec2.${serviceDomainOf(props.region)}`] }],
          actions: ["sts:AssumeRole"],
        },
      ],
    });
    const role = new IamRole(this, "Resource", {
      name: roleName,
      description: `Nodes of cluster ${props.clusterName}`,
      assumeRolePolicy: trust.json,
    });
    this.grants = grantPermissions(this, role, {
      managedPolicyArns: nodePolicies.map((policy) => `arn:${partition}:iam::aws:policy/${policy}`),
    });
    this.roleArn = role.arn;
    this.roleName = role.name;
  }
}
