import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { addressPart, refuseOneAddress } from "../../options/addresses";
import { assertNoFaults } from "../../options/parse-options";
import { type OptionsOf, distinct, group, literal, text } from "../../options/schema";
import { refuseLongPolicies } from "./policy-size";

const policyArn = text(
  /^arn:[\w-]+:iam::(aws|\d{12}):policy\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,128}$/,
  'ARN of an IAM policy such as "arn:aws:iam::aws:policy/ReadOnlyAccess"',
);

/** Permissions of a role that other policies define. */
export const managedPolicies = group({
  /**
   * Managed policies, by complete ARN: the policy's name becomes part of the resource's address.
   * @default - none
   */
  managedPolicyArns: distinct(literal(policyArn), { atLeast: 0, of: "ARNs of IAM policies" })
    .superRefine((arns, context) => {
      refuseOneAddress(arns, context, (arn) => addressPart(nameOf(arn)));
    })
    .default([]),
});

/** Name of a policy, without its path. */
function nameOf(policyArn: string): string {
  return policyArn.slice(policyArn.lastIndexOf("/") + 1);
}

/** Permissions of a role. */
export interface RolePermissions extends OptionsOf<typeof managedPolicies> {
  /**
   * Inline policies: their statements by the policy's name. Together they must fit in IAM's 10,240 characters.
   * @default - none
   */
  readonly policies?: Readonly<Record<string, readonly DataAwsIamPolicyDocumentStatement[]>>;
}

/**
 * Attaches policies to a role and returns them, for resources that must wait until the role has its permissions.
 *
 * @throws OptionsError when the inline policies are longer than IAM allows
 */
export function grantPermissions(
  scope: Construct,
  role: IamRole,
  permissions: RolePermissions,
): ITerraformDependable[] {
  assertNoFaults(scope, refuseLongPolicies("role", permissions.policies ?? {}));
  const attachments = (permissions.managedPolicyArns ?? []).map(
    (policyArn) => new IamRolePolicyAttachment(scope, nameOf(policyArn), { role: role.name, policyArn }),
  );
  const inline = Object.entries(permissions.policies ?? {}).map(([name, statements]) => {
    const document = new DataAwsIamPolicyDocument(scope, `${name}-policy`, { statement: [...statements] });
    return new IamRolePolicy(scope, name, { name, role: role.name, policy: document.json });
  });
  return [...attachments, ...inline];
}
