import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

/** The records of one account. */
export interface AuditLogReference {
  readonly accountId: string;
  readonly partition: string;

  /** Log group that the account's trail delivers to. */
  readonly logGroupName: string;
}

/**
 * What it takes to look up who used the state: in CloudTrail's event history, and in the log group of the trail, wherever
 * its region is.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html
 */
export function auditLogRights({
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
