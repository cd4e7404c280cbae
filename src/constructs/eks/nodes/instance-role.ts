import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { managedPolicyArn } from "../../iam/arn";
import { grantPermissions } from "../../iam/role-permissions";

/**
 * Permissions of every node: join, pull images, be reached through Session Manager. No others, since pods could use
 * them.
 */
export const nodePolicies = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonSSMManagedInstanceCore",
] as const;

export interface InstanceRoleProps {
  /** Name of the role in IAM. */
  readonly name: string;
  readonly description: string;
  readonly region: string;

  /** Names of AWS managed policies. */
  readonly policies: readonly string[];
}

/**
 * Creates a role with AWS managed policies that only EC2 can assume, for its instances.
 *
 * @returns the role, and its policies for resources that must wait until the role has its permissions
 */
export function addInstanceRole(
  scope: Construct,
  id: string,
  { name, description, region, policies }: InstanceRoleProps,
): { role: IamRole; dependables: ITerraformDependable[] } {
  const trust = new DataAwsIamPolicyDocument(scope, "trust", {
    statement: [
      {
        sid: "Instances",
        principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }],
        actions: ["sts:AssumeRole"],
      },
    ],
  });
  const role = new IamRole(scope, id, { name, description, assumeRolePolicy: trust.json });
  const dependables = grantPermissions(scope, role, {
    managedPolicyArns: policies.map((policy) => managedPolicyArn(region, policy)),
  });
  return { role, dependables };
}
