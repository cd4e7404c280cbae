import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { S3BucketLoggingA as S3BucketLogging } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketObjectLockConfigurationA as S3ObjectLock } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration";
import type { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { Construct } from "constructs";
import { bucketArn as bucketArnOf } from "../../iam/arn";
import { PrivateBucket } from "../store/private-bucket";
import type { StateAccess } from "../access/state-access";
import { AccessLogBucket } from "./access-log-bucket";
import type { ParsedTrailOptions } from "./audit-options";
import { logBucketStatements } from "./log-bucket-policy";
import { expireAfter } from "./log-lifecycle";

export interface LogBucketProps extends Pick<ParsedTrailOptions, "retentionDays" | "retentionMode"> {
  /** Globally unique name. The name of its access log bucket has the suffix `-access`. */
  readonly bucketName: string;
  readonly region: string;
  readonly accountId: string;

  /** The trail that delivers to the bucket. */
  readonly trailArn: string;
  readonly encryptionKeyArn: string;

  readonly access: StateAccess;
}

/**
 * The write-once bucket that stores the records of CloudTrail. Access to the bucket itself is logged to another bucket.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html
 */
export class LogBucket extends Construct {
  readonly bucketName: string;
  readonly policy: S3BucketPolicy;

  /** Name of the bucket of its access logs, known before that bucket is created. */
  readonly accessLogBucketName: string;

  constructor(scope: Construct, id: string, props: LogBucketProps) {
    super(scope, id);
    const { bucketName, retentionDays, retentionMode, access } = props;
    const bucketArn = bucketArnOf(props.region, bucketName);
    const bucket = new PrivateBucket(this, "Resource", {
      bucketName,
      encryptionKeyArn: props.encryptionKeyArn,
      // The key's policy identifies CloudTrail's calls by the trail in them, which a bucket key would replace.
      bucketKeyEnabled: false,
      objectLockEnabled: true,
      lifecycleRules: expireAfter(retentionDays),
      statements: logBucketStatements({ bucketArn, access, deliveries: trailDeliveries(bucketArn, props) }),
    });
    new S3ObjectLock(this, "lock", {
      bucket: bucket.bucketName,
      rule: { defaultRetention: { mode: retentionMode, days: retentionDays } },
      dependsOn: [bucket.versioning],
    });
    const accessLogBucketName = `${bucketName}-access`;
    const accessLogs = new AccessLogBucket(this, "access-logs", {
      bucketName: accessLogBucketName,
      region: props.region,
      accountId: props.accountId,
      loggedBucketName: bucketName,
      retentionDays,
      access,
    });
    new S3BucketLogging(this, "logging", {
      bucket: bucket.bucketName,
      targetBucket: accessLogs.bucketName,
      targetPrefix: "",
      dependsOn: [accessLogs.policy],
    });

    this.bucketName = bucket.bucketName;
    this.policy = bucket.policy;
    this.accessLogBucketName = accessLogBucketName;
  }
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
function trailDeliveries(bucketArn: string, props: LogBucketProps): DataAwsIamPolicyDocumentStatement[] {
  const principals = [{ type: "Service", identifiers: ["cloudtrail.amazonaws.com"] }];
  const fromTrail = { test: "StringEquals", variable: "aws:SourceArn", values: [props.trailArn] };
  return [
    {
      sid: "CloudTrailChecksTheBucket",
      principals,
      actions: ["s3:GetBucketAcl"],
      resources: [bucketArn],
      condition: [fromTrail],
    },
    {
      sid: "CloudTrailDeliversLogs",
      principals,
      actions: ["s3:PutObject"],
      resources: [`${bucketArn}/AWSLogs/${props.accountId}/*`],
      condition: [fromTrail, { test: "StringEquals", variable: "s3:x-amz-acl", values: ["bucket-owner-full-control"] }],
    },
  ];
}
