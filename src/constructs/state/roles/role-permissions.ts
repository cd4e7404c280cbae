import type {
  DataAwsIamPolicyDocumentStatement,
  DataAwsIamPolicyDocumentStatementCondition,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { equals, isAbsent } from "../../iam/policy-conditions";
import { iamArn } from "../../iam/arn";
import { boundaryArn, type EnvironmentReference } from "./environment-reference";

/**
 * Actions on roles that have the boundary as condition.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
const boundedRoleActions = [
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:DeleteRole",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
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
 * permissions of an administrator. `roleLimits` refuse what has no boundary or names no service; a role must not have
 * these permissions without them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
export function rolePermissions(environments: readonly EnvironmentReference[]): DataAwsIamPolicyDocumentStatement[] {
  return [
    ...boundedRolePermissions(environments),
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

/** What would free a role from its boundary: no boundary, a change of what it allows, or a service that is not known. */
export function roleLimits(): DataAwsIamPolicyDocumentStatement[] {
  const deny = (sid: string, actions: string[], condition?: DataAwsIamPolicyDocumentStatementCondition[]) => ({
    sid,
    effect: "Deny",
    actions,
    resources: ["*"],
    condition,
  });
  return [
    deny("BoundRoles", boundedRoleActions, [isAbsent("iam:PermissionsBoundary")]),
    deny("PassToKnownServices", ["iam:PassRole"], [isAbsent("iam:PassedToService")]),
    deny("KeepBoundaries", boundaryChanges),
  ];
}

/** Environments in one statement: the list of their boundaries repeats where the list of their roles is divided. */
const mostEnvironments = 10;

/** One list of roles for all actions, only some of which have the key of each condition: the list is most of the length. */
function boundedRolePermissions(environments: readonly EnvironmentReference[]): DataAwsIamPolicyDocumentStatement[] {
  const statements: DataAwsIamPolicyDocumentStatement[] = [];
  for (let start = 0; start < environments.length; start += mostEnvironments) {
    const some = environments.slice(start, start + mostEnvironments);
    const administrator = new Set(some.map(({ partition }) => `arn:${partition}:iam::aws:policy/AdministratorAccess`));
    statements.push({
      sid: `ManageBoundedRoles${start === 0 ? "" : statements.length + 1}`,
      actions: [...boundedRoleActions, "iam:*InstanceProfile", "iam:PassRole", "iam:TagRole", "iam:UntagRole"],
      resources: [...arnsOf("role", some), ...arnsOf("instance-profile", some)],
      condition: [
        equalsIfExists("iam:PermissionsBoundary", some.map(boundaryArn)),
        equalsIfExists("iam:PassedToService", servicesWithRoles),
        { test: "ArnNotEquals", variable: "iam:PolicyARN", values: [...administrator] },
      ],
    });
  }
  return statements;
}

function equalsIfExists(variable: string, values: string[]): DataAwsIamPolicyDocumentStatementCondition {
  return { test: "StringEqualsIfExists", variable, values };
}

function arnsOf(kind: "role" | "instance-profile", environments: readonly EnvironmentReference[]): string[] {
  return environments.map(({ partition, accountId, prefix }) => iamArn(partition, accountId, `${kind}/${prefix}-*`));
}
