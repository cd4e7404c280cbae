import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { addInstanceRole, nodePolicies } from "./instance-role";

export interface NodeRoleProps {
  /** Name of the cluster that the nodes join. */
  readonly clusterName: string;

  /** Region of the cluster, for example `ap-northeast-1`. */
  readonly region: string;
}

/**
 * The role of the nodes. Its policies do not include the permissions of the VPC CNI, which has its own role through Pod
 * Identity. EKS creates the access entry for managed node groups itself.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
 */
export class NodeRole extends Construct {
  readonly roleArn: string;
  readonly roleName: string;

  /** The role's policies, which must exist before a node starts and until the last node is deleted. */
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: NodeRoleProps) {
    super(scope, id);
    const { role, dependables } = addInstanceRole(this, "Resource", {
      name: `${props.clusterName}-node`,
      description: `Nodes of cluster ${props.clusterName}`,
      region: props.region,
      policies: nodePolicies,
    });

    this.roleArn = role.arn;
    this.roleName = role.name;
    this.dependables = dependables;
  }
}
