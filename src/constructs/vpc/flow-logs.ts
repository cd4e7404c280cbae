import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { identityFields } from "../../options/fields";
import type { OptionsOf } from "../../options/schema";
import { arn } from "../iam/arn";

export interface FlowLogsProps extends OptionsOf<typeof identityFields> {
  readonly vpcId: string;

  /** Days for which records are retained, one of the values that CloudWatch Logs supports. */
  readonly retentionDays: number;

  /**
   * Customer managed KMS key that encrypts the log group; its policy must allow CloudWatch Logs.
   * @default - CloudWatch Logs' own encryption
   */
  readonly encryptionKeyArn?: string;
}

/**
 * Records of all traffic of a VPC, accepted and rejected, in a log group of CloudWatch Logs.
 *
 * The role can write only to this log group and cannot create others. Only flow logs of this account and region can
 * assume it.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-cwl.html
 */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);

    const logGroup = new CloudwatchLogGroup(this, "group", {
      name: `/aws/vpc/${props.name}/flow-logs`,
      retentionInDays: props.retentionDays,
      kmsKeyId: props.encryptionKeyArn,
    });
    const role = new IamRole(this, "role", {
      name: `${props.name}-flow-logs`,
      description: `Writes the flow logs of the VPC ${props.name}`,
      assumeRolePolicy: trustPolicy(this, props).json,
    });
    const rolePolicy = new IamRolePolicy(this, "role-policy", {
      name: "write-flow-logs",
      role: role.name,
      policy: writePolicy(this, logGroup).json,
    });
    new FlowLog(this, "Resource", {
      vpcId: props.vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
      tags: { Name: props.name },
      dependsOn: [rolePolicy],
    });
  }
}

function trustPolicy(scope: Construct, props: FlowLogsProps): DataAwsIamPolicyDocument {
  const flowLogs = arn(props, "ec2", "vpc-flow-log/*");
  return new DataAwsIamPolicyDocument(scope, "trust", {
    statement: [
      {
        sid: "FlowLogsOfThisAccount",
        principals: [{ type: "Service", identifiers: ["vpc-flow-logs.amazonaws.com"] }],
        actions: ["sts:AssumeRole"],
        condition: [
          { test: "StringEquals", variable: "aws:SourceAccount", values: [props.accountId] },
          { test: "ArnLike", variable: "aws:SourceArn", values: [flowLogs] },
        ],
      },
    ],
  });
}

/** Describing log groups cannot be limited to some of them: IAM has no resource for it. */
function writePolicy(scope: Construct, logGroup: CloudwatchLogGroup): DataAwsIamPolicyDocument {
  return new DataAwsIamPolicyDocument(scope, "write", {
    statement: [
      {
        sid: "WriteToTheLogGroup",
        actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
        resources: [logGroup.arn, `${logGroup.arn}:*`],
      },
      { sid: "FindTheLogGroup", actions: ["logs:DescribeLogGroups"], resources: ["*"] },
    ],
  });
}
