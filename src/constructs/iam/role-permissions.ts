import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { type ITerraformDependable, Token } from "cdktf";
import type { Construct } from "constructs";

/** Permissions of a role. */
export interface RolePermissions {
  /**
   * Managed policies, by complete ARN: the policy's name becomes part of the resource's address.
   * @default - none
   */
  readonly managedPolicyArns?: readonly string[];

  /**
   * Inline policies: their statements by the policy's name. Together they must fit in IAM's 10,240 characters.
   * @default - none
   */
  readonly policies?: Readonly<Record<string, readonly DataAwsIamPolicyDocumentStatement[]>>;
}

const longestRoleName = 64;

/**
 * Attaches policies to a role and returns them, for resources that must wait until the role has its permissions.
 *
 * @throws when a managed policy's ARN is not complete
 */
export function grantPermissions(
  scope: Construct,
  role: IamRole,
  permissions: RolePermissions,
): ITerraformDependable[] {
  const attachments = (permissions.managedPolicyArns ?? []).map(
    (policyArn) => new IamRolePolicyAttachment(scope, policyNameOf(policyArn), { role: role.name, policyArn }),
  );
  const inline = Object.entries(permissions.policies ?? {}).map(([name, statements]) => {
    const document = new DataAwsIamPolicyDocument(scope, `${name}-policy`, { statement: [...statements] });
    return new IamRolePolicy(scope, name, { name, role: role.name, policy: document.json });
  });
  return [...attachments, ...inline];
}

/**
 * Refuses a role name at synth that IAM would refuse at apply.
 *
 * @throws when the name is longer than 64 characters or has characters that IAM does not accept
 */
export function checkRoleName(roleName: string): void {
  if (Token.isUnresolved(roleName)) return;
  if (roleName.length > longestRoleName || !/^[\w+=,.@-]+$/.test(roleName)) {
    throw new Error(
      `roleName must be 1 to ${longestRoleName} letters, digits and "+=,.@_-", got "${roleName}" (${roleName.length})`,
    );
  }
}

function policyNameOf(policyArn: string): string {
  const name = policyArn.split("/").at(-1);
  if (Token.isUnresolved(policyArn) || !name || !/^arn:[\w-]+:iam::(aws|\d{12}):policy\//.test(policyArn)) {
    throw new Error(`managedPolicyArns must be complete ARNs of IAM policies, got "${policyArn}"`);
  }
  return name;
}
