import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

const reading = [
  "ec2:Describe*",
  "ecr:BatchGetRepositoryScanningConfiguration",
  "ecr:Describe*",
  "ecr:GetAccountSetting",
  "ecr:GetLifecyclePolicy",
  "ecr:GetRegistryScanningConfiguration",
  "ecr:GetRepositoryPolicy",
  "ecr:ListTagsForResource",
  "eks:Describe*",
  "eks:List*",
  "events:DescribeRule",
  "events:ListTagsForResource",
  "events:ListTargetsByRule",
  "iam:GetInstanceProfile",
  "iam:GetOpenIDConnectProvider",
  "iam:GetRole",
  "iam:GetRolePolicy",
  "iam:ListAttachedRolePolicies",
  "iam:ListInstanceProfilesForRole",
  "iam:ListRolePolicies",
  "kms:DescribeKey",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListAliases",
  "kms:ListResourceTags",
  "logs:DescribeLogGroups",
  "logs:ListTagsForResource",
  "sqs:GetQueueAttributes",
  "sqs:ListQueueTags",
];

/**
 * Permissions that Terraform needs to compare environments with their configuration. They exclude data: objects,
 * images, messages, secrets and logs. With more permissions, an apply that cannot save its state would still change
 * resources.
 */
export function planPermissions(partition: string): DataAwsIamPolicyDocumentStatement[] {
  return [
    { sid: "SeeConfiguration", actions: reading, resources: ["*"] },
    {
      sid: "FindImages",
      actions: ["ssm:GetParameter", "ssm:GetParameters"],
      resources: [`arn:${partition}:ssm:*::parameter/aws/service/*`],
    },
  ];
}
