import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";

export interface AccessRoleProps {
  /** Name with its path if it has one: `ci/Deployer`. */
  readonly name: string;

  /** What the role is for, in words for whoever finds it in the console. */
  readonly description: string;

  /** ARNs of the principals that may assume the role. The ARN of an account's root stands for the whole account. */
  readonly trustedPrincipals: readonly string[];

  /**
   * Whether only somebody who signed in with a second factor may assume the role.
   * @default - false
   */
  readonly needsMfa?: boolean;

  /** What the role may do, by name of the inline policy. */
  readonly rights: Readonly<Record<string, DataAwsIamPolicyDocumentStatement[]>>;
}

/**
 * A role that people or pipelines assume to work with Terraform.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
 */
export class AccessRole extends Construct {
  readonly roleArn: string;

  constructor(scope: Construct, id: string, props: AccessRoleProps) {
    super(scope, id);
    const slash = props.name.lastIndexOf("/");
    const trust = new DataAwsIamPolicyDocument(this, "trust", { statement: [trustStatement(props)] });
    const role = new IamRole(this, "Resource", {
      name: props.name.slice(slash + 1),
      path: slash < 0 ? undefined : `/${props.name.slice(0, slash)}/`,
      description: props.description,
      assumeRolePolicy: trust.json,
    });
    for (const [name, statement] of Object.entries(props.rights)) {
      const rights = new DataAwsIamPolicyDocument(this, `${name}-rights`, { statement });
      new IamRolePolicy(this, name, { name, role: role.name, policy: rights.json });
    }

    this.roleArn = role.arn;
  }
}

/** The one statement of a role's trust policy. */
export function trustStatement({
  trustedPrincipals,
  needsMfa,
}: Pick<AccessRoleProps, "trustedPrincipals" | "needsMfa">): DataAwsIamPolicyDocumentStatement {
  return {
    actions: ["sts:AssumeRole"],
    principals: [{ type: "AWS", identifiers: [...trustedPrincipals] }],
    condition: needsMfa ? [{ test: "Bool", variable: "aws:MultiFactorAuthPresent", values: ["true"] }] : undefined,
  };
}
