import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { z } from "zod";
import { principalArn, principalName } from "../../../options/fields";
import { parseOptions } from "../../../options/parse-options";
import { type OptionsOf, distinct, group, text } from "../../../options/schema";

const accountRoot = text(/^arn:aws[a-z-]*:iam::\d{12}:root$/, "ARN of an account's root");

const accessRoleOptions = group({
  /** Name with its path if any: `ci/Deployer`. */
  name: principalName,

  /** ARNs of the principals that can assume the role. The ARN of an account's root represents the whole account. */
  trustedPrincipals: distinct(
    z.union([principalArn, accountRoot], "ARN of an IAM role, an IAM user or an account's root"),
    {
      atLeast: 1,
      of: "ARNs of principals",
    },
  ),
});

export interface AccessRoleProps extends OptionsOf<typeof accessRoleOptions> {
  /** Purpose of the role, as a description for administrators in the console. */
  readonly description: string;

  /**
   * Whether only a principal that signed in with a second factor can assume the role.
   * @default - false
   */
  readonly needsMfa?: boolean;

  /**
   * Permissions of the role, by name of the inline policy. The policy `limits`, if there is one, is in force before any
   * other: its Deny statements are part of what the others allow.
   */
  readonly permissions: Readonly<Record<string, DataAwsIamPolicyDocumentStatement[]>>;

  /**
   * More permissions, by suffix of a managed policy's name, such as `tagged` for `Deployer-tagged`. Each policy has a
   * limit of its own, while all inline policies share one.
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
   */
  readonly managedPermissions?: Readonly<Record<string, DataAwsIamPolicyDocumentStatement[]>>;
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
    parseOptions(this, accessRoleOptions, props);
    const { name: baseName, path } = splitName(props.name);
    const trust = new DataAwsIamPolicyDocument(this, "trust", { statement: [trustStatement(props)] });
    const role = new IamRole(this, "Resource", {
      name: baseName,
      path,
      description: props.description,
      assumeRolePolicy: trust.json,
    });
    const inline = (name: string, statement: DataAwsIamPolicyDocumentStatement[], dependsOn?: IamRolePolicy[]) => {
      const permissions = new DataAwsIamPolicyDocument(this, `${name}-rights`, { statement });
      return new IamRolePolicy(this, name, { name, role: role.name, policy: permissions.json, dependsOn });
    };
    const { limits: denials, ...permissions } = props.permissions;
    const limits = denials && [inline("limits", denials)];
    for (const [name, statements] of Object.entries(permissions)) inline(name, statements, limits);
    for (const [suffix, statement] of Object.entries(props.managedPermissions ?? {})) {
      const policy = new IamPolicy(this, suffix, {
        name: `${baseName}-${suffix}`,
        path,
        description: `Permissions of ${baseName}`,
        policy: new DataAwsIamPolicyDocument(this, `${suffix}-permissions`, { statement }).json,
        dependsOn: limits,
      });
      new IamRolePolicyAttachment(this, `${suffix}-attachment`, { role: role.name, policyArn: policy.arn });
    }

    this.roleArn = role.arn;
  }
}

function splitName(name: string): { readonly name: string; readonly path: string | undefined } {
  const slash = name.lastIndexOf("/");
  return { name: name.slice(slash + 1), path: slash < 0 ? undefined : `/${name.slice(0, slash)}/` };
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
