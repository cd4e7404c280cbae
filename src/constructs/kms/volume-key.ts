import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { Token } from "cdktf";
import { Construct } from "constructs";
import type { z } from "zod";
import { principalArn } from "../../options/fields";
import { parseOptions } from "../../options/parse-options";
import { type OptionsOf, distinct, ifRead } from "../../options/schema";
import { iamArn } from "../iam/arn";
import { partitionOf } from "../iam/partition";
import { addEnvironmentKey, environmentKeyFields } from "./environment-key";

const volumeKeyFields = environmentKeyFields.extend({
  /**
   * ARNs, with their path, of the roles that create or attach encrypted volumes in addition to Auto Scaling's own role:
   * the role of the EBS CSI driver, and Karpenter's role where it launches nodes. They need not exist yet.
   */
  roleArns: distinct(principalArn, { atLeast: 0, of: "ARNs of IAM roles" }),
});

const volumeKeyOptions = volumeKeyFields.superRefine(refuseForeignRoles, ifRead("accountId", "roleArns"));

export type VolumeKeyProps = OptionsOf<typeof volumeKeyFields>;

/**
 * The key that encrypts the volumes of nodes, and those of pods whose StorageClass names it.
 *
 * Auto Scaling's service-linked role launches the nodes of a managed group. That role's own policy has no KMS
 * permissions and cannot be changed, so a statement for the account, which only delegates to IAM, would not apply to
 * it. KMS refuses a statement that names the role until the first group in the account has created the role. Therefore
 * the statement allows any principal, limited by conditions on this account and on the role's ARN, which KMS does not
 * look up. The same applies to `roleArns`, which are created after the key.
 *
 * EC2 uses a volume's data key through a grant, so each of these roles can create grants, but only for an AWS service.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-is-for-aws-resource
 * @throws when an option is invalid
 */
export class VolumeKey extends Construct {
  /** ARN of the key. */
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: VolumeKeyProps) {
    super(scope, id);
    const { region, accountId, roleArns } = parseOptions(this, volumeKeyOptions, props);
    const users = [...serviceRoleArns(accountId, partitionOf(region)), ...roleArns];

    const key = addEnvironmentKey(this, props, {
      use: "volumes",
      protects: "EBS volumes",
      statements: [
        {
          ...callersWith(users, accountId),
          sid: "VolumesAreEncryptedAndRead",
          actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        },
        volumesAreAttached(users, accountId),
      ],
    });

    this.keyArn = key.keyArn;
  }
}

/** `roleArns`: roles of the key's account. */
function refuseForeignRoles({ accountId, roleArns }: z.output<typeof volumeKeyFields>, context: z.RefinementCtx): void {
  for (const [position, arn] of roleArns.entries()) {
    if (Token.isUnresolved(arn) || arn.includes(`:iam::${accountId}:role/`)) continue;
    const message = `a role of account ${accountId}`;
    context.addIssue({ code: "custom", path: ["roleArns", position], input: arn, message });
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

/**
 * The service-linked roles that launch nodes: nodes of managed groups, and Spot nodes that Karpenter requests from EC2.
 */
function serviceRoleArns(accountId: string, partition: string): string[] {
  const path = iamArn(partition, accountId, "role/aws-service-role");
  return [
    `${path}/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
    `${path}/spot.amazonaws.com/AWSServiceRoleForEC2Spot`,
  ];
}
