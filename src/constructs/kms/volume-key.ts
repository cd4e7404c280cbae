import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { Construct } from "constructs";
import { partitionOf } from "../partition";
import { addEnvironmentKey, type EnvironmentKeyProps } from "./environment-key";

export interface VolumeKeyProps extends EnvironmentKeyProps {
  /**
   * ARNs, with their path, of the roles that create or attach encrypted volumes besides Auto Scaling's own: that of the
   * EBS CSI driver, and Karpenter's where it launches nodes. They need not exist yet.
   */
  readonly roleArns: readonly string[];
}

/**
 * The key that encrypts the volumes of nodes and pods.
 *
 * Nodes of a managed group are launched by Auto Scaling's service-linked role. That role's own policy holds no KMS
 * rights and cannot be changed, so a statement for the account, which only passes the question on to IAM, would not
 * reach it; and a statement that names the role is refused by KMS until the first group in the account has made the
 * role exist. Hence the grant is made to whoever calls, narrowed to this account and to the role's ARN as conditions,
 * which KMS does not look up. The same goes for `roleArns`, which are made after the key.
 *
 * EC2 holds a volume's data key through a grant, so each of them may create grants, but only for an AWS service to use.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-is-for-aws-resource
 */
export class VolumeKey extends Construct {
  /** ARN of the key. */
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: VolumeKeyProps) {
    super(scope, id);
    requireRoleArns(props.roleArns, props.accountId);
    const partition = partitionOf(props.region);
    const users = [...serviceRoleArns(props.accountId, partition), ...props.roleArns];

    const key = addEnvironmentKey(this, props, {
      use: "volumes",
      protects: "EBS volumes",
      statements: [
        {
          ...callersWith(users, props.accountId),
          sid: "VolumesAreEncryptedAndRead",
          actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        },
        volumesAreAttached(users, props.accountId),
      ],
    });

    this.keyArn = key.keyArn;
  }
}

function volumesAreAttached(users: readonly string[], accountId: string): DataAwsIamPolicyDocumentStatement {
  const callers = callersWith(users, accountId);
  return {
    ...callers,
    sid: "VolumesAreAttached",
    actions: ["kms:CreateGrant"],
    condition: [...callers.condition, { test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["true"] }],
  };
}

function callersWith(principalArns: readonly string[], accountId: string) {
  return {
    principals: [{ type: "AWS", identifiers: ["*"] }],
    resources: ["*"],
    condition: [
      { test: "StringEquals", variable: "kms:CallerAccount", values: [accountId] },
      { test: "ArnEquals", variable: "aws:PrincipalArn", values: [...principalArns] },
    ],
  };
}

/** The service-linked roles that launch nodes: those of managed groups, and spot nodes that Karpenter asks EC2 for. */
function serviceRoleArns(accountId: string, partition: string): string[] {
  const path = `arn:${partition}:iam::${accountId}:role/aws-service-role`;
  return [
    `${path}/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
    `${path}/spot.amazonaws.com/AWSServiceRoleForEC2Spot`,
  ];
}

function requireRoleArns(roleArns: readonly string[], accountId: string): void {
  const foreign = roleArns.find((arn) => !new RegExp(`^arn:[\\w-]+:iam::${accountId}:role/[\\w+=,.@/-]+$`).test(arn));
  if (foreign !== undefined) {
    throw new Error(`roleArns must be ARNs of roles in account ${accountId} without wildcards, got "${foreign}"`);
  }
}
