import { Cloudtrail } from "@cdktf/provider-aws/lib/cloudtrail";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { parseOptions } from "../../../options/parse-options";
import { arn } from "../../iam/arn";
import type { StateAccess } from "../access/state-access";
import { AuditKey } from "./audit-key";
import { type TrailOptions, trailOptions } from "./audit-options";
import { LogBucket } from "./log-bucket";
import type { TrailAlertsProps } from "./trail-alerts";

export interface AccessTrailProps extends TrailOptions {
  /** Name of the trail and of its role, and part of the names of log group and key alias: `platform-audit`. */
  readonly name: string;

  /** Globally unique name of the bucket that receives the logs. */
  readonly bucketName: string;

  /** Home region of the trail, which records all regions. */
  readonly region: string;
  readonly accountId: string;

  /** Buckets for which each use of an object is recorded. */
  readonly stateBucketArns: readonly string[];

  readonly access: StateAccess;
}

/** Name of the log group of a trail. */
export function trailLogGroupName(trailName: string): string {
  return `/aws/cloudtrail/${trailName}`;
}

/**
 * Records which principals read and write Terraform state or manage any resource in the account: in files in S3 that no
 * principal can alter unnoticed, and in CloudWatch Logs for searching.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
export class AccessTrail extends Construct {
  /** What alerts about the trail itself monitor. */
  readonly watched: Omit<TrailAlertsProps, "name" | "destinations">;

  constructor(scope: Construct, id: string, props: AccessTrailProps) {
    super(scope, id);
    const { name, region, accountId } = props;
    const options = parseOptions(this, trailOptions, props);
    const trailArn = arn({ region, accountId }, "cloudtrail", `trail/${name}`);
    const logGroupName = trailLogGroupName(name);
    const logGroupArn = arn({ region, accountId }, "logs", `log-group:${logGroupName}`);
    const key = new AuditKey(this, "key", {
      alias: `alias/${name}`,
      region,
      accountId,
      trailArn,
      logGroupArn,
      access: props.access,
    });
    const bucket = new LogBucket(this, "logs", { ...props, ...options, trailArn, encryptionKeyArn: key.keyArn });
    const group = new CloudwatchLogGroup(this, "group", {
      name: logGroupName,
      retentionInDays: options.logRetentionDays,
      kmsKeyId: key.keyArn,
    });
    const role = new IamRole(this, "role", {
      name: `${name}-trail`,
      description: "Lets CloudTrail write to its log group",
      assumeRolePolicy: this.trust(trailArn).json,
    });
    const delivery = new IamRolePolicy(this, "delivery", {
      name: "write-logs",
      role: role.name,
      policy: this.permissions(`${group.arn}:log-stream:${accountId}_CloudTrail_*`).json,
    });
    new Cloudtrail(this, "Resource", {
      name,
      s3BucketName: bucket.bucketName,
      kmsKeyId: key.keyArn,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      cloudWatchLogsGroupArn: `${group.arn}:*`,
      cloudWatchLogsRoleArn: role.arn,
      eventSelector: [
        {
          readWriteType: "All",
          includeManagementEvents: true,
          dataResource: [{ type: "AWS::S3::Object", values: props.stateBucketArns.map((arn) => `${arn}/`) }],
        },
      ],
      lifecycle: { preventDestroy: true },
      dependsOn: [bucket.policy, delivery],
    });

    this.watched = {
      trailArn,
      trailName: name,
      logBucketNames: [props.bucketName, bucket.accessLogBucketName],
      logGroupName,
      logGroupArn,
      keyArn: key.keyArn,
      aliasArn: key.aliasArn,
    };
  }

  private trust(trailArn: string): DataAwsIamPolicyDocument {
    return new DataAwsIamPolicyDocument(this, "trust", {
      statement: [
        {
          actions: ["sts:AssumeRole"],
          principals: [{ type: "Service", identifiers: ["cloudtrail.amazonaws.com"] }],
          condition: [{ test: "StringEquals", variable: "aws:SourceArn", values: [trailArn] }],
        },
      ],
    });
  }

  private permissions(logStreams: string): DataAwsIamPolicyDocument {
    return new DataAwsIamPolicyDocument(this, "rights", {
      statement: [
        { sid: "WriteLogs", actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [logStreams] },
      ],
    });
  }
}
