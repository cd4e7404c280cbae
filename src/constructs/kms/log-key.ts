import { Construct } from "constructs";
import { partitionOf, serviceDomainOf } from "../iam/partition";
import { addEnvironmentKey, type EnvironmentKeyProps } from "./environment-key";

export interface LogKeyProps extends EnvironmentKeyProps {
  /**
   * Names of the log groups that can be encrypted under the key, in which `*` matches any characters: for example
   * `/aws/eks/platform-dev/cluster`. At least one.
   */
  readonly logGroupNames: readonly string[];
}

/**
 * The key that encrypts log groups.
 *
 * CloudWatch Logs of the region can use the key only for the named groups: it sets the group's ARN in the encryption
 * context of each call, and the policy compares it. AWS's example also lists `kms:Describe*` under this condition. It
 * never matches there, since DescribeKey has no encryption context, and is omitted here.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export class LogKey extends Construct {
  /** ARN of the key. */
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: LogKeyProps) {
    super(scope, id);
    requireLogGroupNames(props.logGroupNames);
    const partition = partitionOf(props.region);
    const logGroupArn = (name: string) => `arn:${partition}:logs:${props.region}:${props.accountId}:log-group:${name}`;

    const key = addEnvironmentKey(this, props, {
      use: "logs",
      protects: "Log groups",
      statements: [
        {
          sid: "CloudWatchLogsUsesTheKeyForItsGroups",
          principals: [{ type: "Service", identifiers: [`logs.${props.region}.${serviceDomainOf(props.region)}`] }],
          actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
          resources: ["*"],
          condition: [
            {
              test: "ArnLike",
              variable: "kms:EncryptionContext:aws:logs:arn",
              values: props.logGroupNames.map(logGroupArn),
            },
          ],
        },
      ],
    });

    this.keyArn = key.keyArn;
  }
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
function requireLogGroupNames(names: readonly string[]): void {
  if (names.length === 0) throw new Error("logGroupNames must name at least one log group, got none");
  const unfit = names.find((name) => !/^[\w./#-][\w./#*-]*$/.test(name));
  if (unfit !== undefined) {
    throw new Error(
      `logGroupNames must be letters, digits and _ - / . # with * as a wildcard after the first, got "${unfit}"`,
    );
  }
}
