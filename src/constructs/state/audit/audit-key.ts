import { Construct } from "constructs";
import { arn } from "../../iam/arn";
import { accountRootStatement, CustomerKey } from "../../kms/customer-key";
import { partitionOf } from "../../iam/partition";
import type { StateAccess } from "../access/state-access";
import { denyDangerToOthers } from "../store/state-key-policy";

export interface AuditKeyProps {
  /** With its prefix: `alias/platform-audit`. */
  readonly alias: string;
  readonly region: string;
  readonly accountId: string;

  /** The trail whose log files are encrypted. */
  readonly trailArn: string;

  /** The log group to which the trail writes. */
  readonly logGroupArn: string;

  /** Only administrators and break-glass can disable or delete the key, or change its policy. */
  readonly access: StateAccess;
}

/**
 * The key that encrypts the records of an audit trail, in S3 and in the trail's log group. Both services can encrypt only
 * for this trail and this log group. The account's IAM policies decide which principals read the records. The key of an
 * environment's log groups is `LogKey`.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export class AuditKey extends Construct {
  readonly keyArn: string;
  readonly aliasArn: string;

  constructor(scope: Construct, id: string, props: AuditKeyProps) {
    super(scope, id);
    const { region, accountId, trailArn } = props;
    const cloudTrail = [{ type: "Service", identifiers: ["cloudtrail.amazonaws.com"] }];
    const fromTrail = { test: "StringEquals", variable: "aws:SourceArn", values: [trailArn] };
    const key = new CustomerKey(this, "Resource", {
      alias: props.alias,
      description: "Encrypts the records of who used Terraform state",
      statements: [
        accountRootStatement(accountId, partitionOf(region)),
        denyDangerToOthers(props.access),
        {
          sid: "CloudTrailEncryptsLogFiles",
          principals: cloudTrail,
          actions: ["kms:GenerateDataKey*"],
          resources: ["*"],
          condition: [
            fromTrail,
            { test: "StringEquals", variable: "kms:EncryptionContext:aws:cloudtrail:arn", values: [trailArn] },
          ],
        },
        {
          sid: "CloudTrailSeesTheKey",
          principals: cloudTrail,
          actions: ["kms:DescribeKey"],
          resources: ["*"],
          condition: [fromTrail],
        },
        {
          sid: "CloudWatchLogsUsesTheKeyForItsGroup",
          principals: [{ type: "Service", identifiers: [`logs.${region}.amazonaws.com`] }],
          actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
          resources: ["*"],
          condition: [
            { test: "ArnEquals", variable: "kms:EncryptionContext:aws:logs:arn", values: [props.logGroupArn] },
          ],
        },
      ],
    });

    this.keyArn = key.keyArn;
    this.aliasArn = arn({ region, accountId }, "kms", props.alias);
  }
}
