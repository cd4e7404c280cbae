import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";

export interface AccessRoleProps {
  /** Name with its path if any: `ci/Deployer`. */
  readonly name: string;

  /** Purpose of the role, as a description for administrators in the console. */
  readonly description: string;

  /** ARNs of the principals that can assume the role. The ARN of an account's root represents the whole account. */
  readonly trustedPrincipals: readonly string[];

  /**
   * Whether only a principal that signed in with a second factor can assume the role.
   * @default - false
   */
  readonly needsMfa?: boolean;

  /** Permissions of the role, by name of the inline policy. */
  readonly permissions: Readonly<Record<string, DataAwsIamPolicyDocumentStatement[]>>;
}

/**
 * A role that operators or pipelines assume to run Terraform.
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
    for (const [name, statement] of Object.entries(props.permissions)) {
      const permissions = new DataAwsIamPolicyDocument(this, `${name}-rights`, { statement });
      new IamRolePolicy(this, name, { name, role: role.name, policy: permissions.json });
    }

    this.roleArn = role.arn;
  }
}

/** The single statement of a role's trust policy. */
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
