import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { isPresent } from "../../iam/policy-conditions";
import { iamArn } from "../../iam/arn";
import type { EnvironmentReference } from "./environment-reference";

export interface BoundaryProps {
  readonly environment: EnvironmentReference;

  /** Prefix of the names of the buckets with state and audit logs: `my-terraform-state`. */
  readonly stateBucketPrefix: string;

  /** Prefix of the names of trail, alerts and topics: `platform-audit`. */
  readonly auditName: string;
}

/** Services that administer accounts and identities, and the trail. */
const administration = [
  "account:*",
  "cloudtrail:*",
  "iam:*",
  "identitystore:*",
  "organizations:*",
  "sso:*",
  "sso-directory:*",
  "sts:AssumeRole",
];

/**
 * The most that a role of an environment can have, whichever policies are attached to it: the services that workloads
 * use, but no administration of identities, no resources of other environments, and neither state nor audit logs.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function boundaryStatements(props: BoundaryProps): DataAwsIamPolicyDocumentStatement[] {
  const { environment, stateBucketPrefix, auditName } = props;
  const { name, prefix, partition, accountId } = environment;
  const audit = (service: string, resource: string) => `arn:${partition}:${service}:*:${accountId}:${resource}`;
  return [
    { sid: "UseServices", notActions: administration, resources: ["*"] },
    { sid: "SeeIdentities", actions: ["iam:CreateServiceLinkedRole", "iam:Get*", "iam:List*"], resources: ["*"] },
    {
      sid: "UseOwnRoles",
      actions: ["iam:PassRole", "sts:AssumeRole"],
      resources: [iamArn(environment.partition, environment.accountId, `role/${prefix}-*`)],
    },
    {
      sid: "AssumeRolesOfOtherAccounts",
      actions: ["sts:AssumeRole"],
      notResources: [iamArn(environment.partition, environment.accountId, "role/*")],
    },
    {
      sid: "LeaveOtherEnvironments",
      effect: "Deny",
      actions: ["autoscaling:*", "ec2:*", "eks:*", "elasticloadbalancing:*", "kms:*"],
      resources: ["*"],
      condition: [
        isPresent("aws:ResourceTag/Environment"),
        { test: "StringNotEquals", variable: "aws:ResourceTag/Environment", values: [name] },
      ],
    },
    {
      sid: "LeaveStateAndAudit",
      effect: "Deny",
      actions: ["events:*", "logs:*", "s3:*", "sns:*"],
      resources: [
        `arn:${partition}:s3:::${stateBucketPrefix}-*`,
        audit("events", `rule/${auditName}-*`),
        audit("logs", `log-group:/aws/cloudtrail/${auditName}*`),
        audit("sns", `${auditName}-*`),
      ],
    },
  ];
}
