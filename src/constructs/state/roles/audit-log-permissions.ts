import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

/** The records of one account. */
export interface AuditLogReference {
  readonly accountId: string;
  readonly partition: string;

  /** Log group to which the account's trail delivers. */
  readonly logGroupName: string;
}

/**
 * Permissions to look up which principals used the state: in CloudTrail's event history, and in the log group of the
 * trail in any region.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html
 */
export function auditLogPermissions({
  accountId,
  partition,
  logGroupName,
}: AuditLogReference): DataAwsIamPolicyDocumentStatement[] {
  const logGroup = `arn:${partition}:logs:*:${accountId}:log-group:${logGroupName}`;
  return [
    { sid: "LookUpEvents", actions: ["cloudtrail:DescribeTrails", "cloudtrail:LookupEvents"], resources: ["*"] },
    { sid: "SearchTrail", actions: ["logs:FilterLogEvents"], resources: [logGroup, `${logGroup}:*`] },
  ];
}
