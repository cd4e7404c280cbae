import { Construct } from "constructs";
import { parseOptions } from "../../options/parse-options";
import { type OptionsOf, distinct, text } from "../../options/schema";
import { arn } from "../iam/arn";
import { addEnvironmentKey, environmentKeyFields } from "./environment-key";

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const logGroupName = text(
  /^[\w./#-][\w./#*-]*$/,
  'letters, digits and "_-/.#", with "*" as a wildcard after the first character',
);

const logKeyOptions = environmentKeyFields.extend({
  /**
   * Names of the log groups that can be encrypted under the key, in which `*` matches any characters: for example
   * `/aws/eks/platform-dev/cluster`. At least one.
   */
  logGroupNames: distinct(logGroupName, { atLeast: 1, of: "names of log groups" }),
});

export type LogKeyProps = OptionsOf<typeof logKeyOptions>;

/**
 * The key of the log groups of an environment: those of its control plane and of its VPC flow logs. The key of an audit
 * trail's log group is `AuditKey`.
 *
 * CloudWatch Logs of the region can use the key only for the named groups: it sets the group's ARN in the encryption
 * context of each call, and the policy compares it. AWS's example also lists `kms:Describe*` under this condition. It
 * never matches there, since DescribeKey has no encryption context, and is omitted here.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 * @throws when an option is invalid
 */
export class LogKey extends Construct {
  /** ARN of the key. */
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: LogKeyProps) {
    super(scope, id);
    const { region, accountId, logGroupNames } = parseOptions(this, logKeyOptions, props);
    const logGroupArn = (name: string) => arn({ region, accountId }, "logs", `log-group:${name}`);

    const key = addEnvironmentKey(this, props, {
      use: "logs",
      protects: "Log groups",
      statements: [
        {
          sid: "CloudWatchLogsUsesTheKeyForItsGroups",
          principals: [{ type: "Service", identifiers: [`logs.${region}.amazonaws.com`] }],
          actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
          resources: ["*"],
          condition: [
            {
              test: "ArnLike",
              variable: "kms:EncryptionContext:aws:logs:arn",
              values: logGroupNames.map(logGroupArn),
            },
          ],
        },
      ],
    });

    this.keyArn = key.keyArn;
  }
}
