import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { roleName } from "../../options/fields";
import { parseOptions } from "../../options/parse-options";
import { type OptionsOf, text } from "../../options/schema";
import { grantPermissions, managedPolicies, type RolePermissions } from "./role-permissions";
import { serviceAccountFields } from "./service-account";

const issuer = text(/^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[\w./-]+)?$/i, 'a host and path without "https://"');

const irsaOptions = serviceAccountFields.extend({
  ...managedPolicies.shape,

  /** Name of the role in IAM, at most 64 characters. */
  roleName,

  /** IAM's OIDC provider of the cluster. */
  oidcProviderArn: text(/^arn:[\w-]+:iam::\d{12}:oidc-provider\//, "ARN of an OIDC provider of IAM"),

  /** Issuer of the cluster's tokens without its scheme, for example `oidc.eks.ap-northeast-1.amazonaws.com/id/ABC`. */
  oidcIssuer: issuer,
});

export interface IrsaRoleProps extends RolePermissions, OptionsOf<typeof irsaOptions> {}

/**
 * AWS permissions for the pods of one service account through its Kubernetes token (IRSA): for pods that the Pod
 * Identity agent does not support, such as those on Fargate and Windows nodes, and for software without support for Pod
 * Identity. In all other cases prefer `PodIdentityRole`.
 *
 * The service account must have the annotation `eks.amazonaws.com/role-arn` with the role's ARN.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
 * @throws when an option is invalid
 */
export class IrsaRole extends Construct {
  /** ARN of the role, for the service account's annotation. */
  readonly roleArn: string;

  /** Name of the role in IAM. */
  readonly roleName: string;

  /** Resources that must exist before a pod can use its permissions: the policies. */
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: IrsaRoleProps) {
    super(scope, id);
    parseOptions(this, irsaOptions, props);
    const role = new IamRole(this, "Resource", {
      name: props.roleName,
      description: `Pods of ${props.namespace}/${props.serviceAccount}`,
      assumeRolePolicy: trustOfServiceAccount(this, props).json,
    });

    this.roleArn = role.arn;
    this.roleName = role.name;
    this.dependables = grantPermissions(this, role, props);
  }
}

function trustOfServiceAccount(scope: Construct, props: IrsaRoleProps): DataAwsIamPolicyDocument {
  const { oidcIssuer, namespace, serviceAccount } = props;
  return new DataAwsIamPolicyDocument(scope, "trust", {
    statement: [
      {
        sid: "TokensOfOneServiceAccount",
        principals: [{ type: "Federated", identifiers: [props.oidcProviderArn] }],
        actions: ["sts:AssumeRoleWithWebIdentity"],
        condition: [
          {
            test: "StringEquals",
            variable: `${oidcIssuer}:sub`,
            values: [`system:serviceaccount:${namespace}:${serviceAccount}`],
          },
          { test: "StringEquals", variable: `${oidcIssuer}:aud`, values: ["sts.amazonaws.com"] },
        ],
      },
    ],
  });
}
