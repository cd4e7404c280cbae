import type { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { Construct } from "constructs";
import { bucketArn } from "../../iam/arn";
import { PrivateBucket } from "../store/private-bucket";
import type { StateAccess } from "../access/state-access";
import { logBucketStatements } from "./log-bucket-policy";
import { expireAfter } from "./log-lifecycle";

export interface AccessLogBucketProps {
  readonly bucketName: string;
  readonly region: string;
  readonly accountId: string;

  /** Name of the bucket whose accesses are logged. */
  readonly loggedBucketName: string;

  /** Days after which a log is removed. */
  readonly retentionDays: number;
  readonly access: StateAccess;
}

/**
 * The bucket that receives the access logs of another bucket. S3 delivers them only to a bucket without default
 * retention and under S3 managed keys, which is why they are not stored with the logs whose access they record.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export class AccessLogBucket extends Construct {
  readonly bucketName: string;
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id);
    const arnOf = (bucketName: string) => bucketArn(props.region, bucketName);
    const delivery = {
      sid: "S3DeliversAccessLogs",
      principals: [{ type: "Service", identifiers: ["logging.s3.amazonaws.com"] }],
      actions: ["s3:PutObject"],
      resources: [`${arnOf(props.bucketName)}/*`],
      condition: [
        { test: "StringEquals", variable: "aws:SourceAccount", values: [props.accountId] },
        { test: "ArnEquals", variable: "aws:SourceArn", values: [arnOf(props.loggedBucketName)] },
      ],
    };
    const bucket = new PrivateBucket(this, "Resource", {
      bucketName: props.bucketName,
      lifecycleRules: expireAfter(props.retentionDays),
      statements: logBucketStatements({
        bucketArn: arnOf(props.bucketName),
        access: props.access,
        deliveries: [delivery],
      }),
    });

    this.bucketName = bucket.bucketName;
    this.policy = bucket.policy;
  }
}
