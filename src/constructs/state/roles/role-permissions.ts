import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { equals } from "../../iam/policy-conditions";
import { iamArn } from "../../iam/arn";
import { boundaryArn, type EnvironmentReference } from "./environment-reference";

/**
 * Actions on roles that have the boundary as condition. Wildcards cover whole groups of actions, since the length of a
 * role's policies is limited.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
const boundedRoleActions = [
  "iam:*RolePolicy",
  "iam:CreateRole",
  "iam:DeleteRole",
  "iam:PutRolePermissionsBoundary",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateRole*",
];

/** Actions that would free a role from its boundary, or change what the boundary allows. */
const boundaryChanges = [
  "iam:CreatePolicyVersion",
  "iam:DeletePolicy*",
  "iam:DeleteRolePermissionsBoundary",
  "iam:SetDefaultPolicyVersion",
];

/** Services to which a role is passed when an environment is created. */
const servicesWithRoles = [
  "ec2.amazonaws.com",
  "ecr.amazonaws.com",
  "eks.amazonaws.com",
  "pods.eks.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
];

/** Services whose service-linked role is created on first use. */
const servicesWithLinkedRoles = [
  "autoscaling.amazonaws.com",
  "ecr.amazonaws.com",
  "eks-nodegroup.amazonaws.com",
  "eks.amazonaws.com",
  "inspector2.amazonaws.com",
  "pullthroughcache.ecr.amazonaws.com",
  "replication.ecr.amazonaws.com",
  "spot.amazonaws.com",
];

/**
 * Permissions to create, change, delete and pass the roles of environments, only under the boundary of an environment,
 * see `boundaryStatements`. So a principal with these permissions cannot give itself, or a role that it creates, the
 * permissions of an administrator.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
export function rolePermissions(environments: readonly EnvironmentReference[]): DataAwsIamPolicyDocumentStatement[] {
  const arns = (kind: string) =>
    environments.map((one) => iamArn(one.partition, one.accountId, `${kind}/${one.prefix}-*`));
  const roles = arns("role");
  const administrator = new Set(
    environments.map(({ partition }) => `arn:${partition}:iam::aws:policy/AdministratorAccess`),
  );
  return [
    {
      sid: "ManageBoundedRoles",
      actions: boundedRoleActions,
      resources: roles,
      condition: [
        equals("iam:PermissionsBoundary", ...environments.map(boundaryArn)),
        { test: "ArnNotEquals", variable: "iam:PolicyARN", values: [...administrator] },
      ],
    },
    {
      sid: "ManageInstanceProfiles",
      actions: ["iam:*InstanceProfile", "iam:TagRole", "iam:UntagRole"],
      resources: [...roles, ...arns("instance-profile")],
    },
    { sid: "KeepBoundaries", effect: "Deny", actions: boundaryChanges, resources: ["*"] },
    {
      sid: "HandRolesToServices",
      actions: ["iam:PassRole"],
      resources: roles,
      condition: [equals("iam:PassedToService", ...servicesWithRoles)],
    },
    {
      sid: "LetServicesMakeTheirOwnRoles",
      actions: ["iam:CreateServiceLinkedRole"],
      resources: [
        ...new Set(environments.map((one) => iamArn(one.partition, one.accountId, "role/aws-service-role/*"))),
      ],
      condition: [equals("iam:AWSServiceName", ...servicesWithLinkedRoles)],
    },
  ];
}
