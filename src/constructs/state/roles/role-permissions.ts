import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { equals, isAbsent } from "../../iam/policy-conditions";
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
  return [
    ...boundedRolePermissions(environments),
    {
      // One list of roles for tags and for passing, which alone has the condition's key: the list is most of the length.
      sid: "TagAndPassRoles",
      actions: ["iam:*InstanceProfile", "iam:PassRole", "iam:TagRole", "iam:UntagRole"],
      resources: [...arnsOf("role", environments), ...arnsOf("instance-profile", environments)],
      condition: [{ test: "StringEqualsIfExists", variable: "iam:PassedToService", values: servicesWithRoles }],
    },
    {
      sid: "PassToKnownServices",
      effect: "Deny",
      actions: ["iam:PassRole"],
      resources: ["*"],
      condition: [isAbsent("iam:PassedToService")],
    },
    { sid: "KeepBoundaries", effect: "Deny", actions: boundaryChanges, resources: ["*"] },
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

/** Environments in one statement: the list of their boundaries repeats where the list of their roles is divided. */
const mostEnvironments = 10;

function boundedRolePermissions(environments: readonly EnvironmentReference[]): DataAwsIamPolicyDocumentStatement[] {
  const statements: DataAwsIamPolicyDocumentStatement[] = [];
  for (let start = 0; start < environments.length; start += mostEnvironments) {
    const some = environments.slice(start, start + mostEnvironments);
    const administrator = new Set(some.map(({ partition }) => `arn:${partition}:iam::aws:policy/AdministratorAccess`));
    statements.push({
      sid: `ManageBoundedRoles${start === 0 ? "" : statements.length + 1}`,
      actions: boundedRoleActions,
      resources: arnsOf("role", some),
      condition: [
        equals("iam:PermissionsBoundary", ...some.map(boundaryArn)),
        { test: "ArnNotEquals", variable: "iam:PolicyARN", values: [...administrator] },
      ],
    });
  }
  return statements;
}

function arnsOf(kind: "role" | "instance-profile", environments: readonly EnvironmentReference[]): string[] {
  return environments.map(({ partition, accountId, prefix }) => iamArn(partition, accountId, `${kind}/${prefix}-*`));
}
