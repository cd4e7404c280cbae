import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

/** The source or destination bucket of a replication. */
export interface ReplicatedBucket {
  readonly bucketArn: string;
  readonly region: string;

  /**
   * The KMS key that encrypts its objects.
   * @default - S3 managed keys
   */
  readonly encryptionKeyArn?: string;
}

/**
 * Permissions that S3 needs to replicate from one bucket to another.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
export function replicationPermissions(
  source: ReplicatedBucket,
  destination: ReplicatedBucket,
): DataAwsIamPolicyDocumentStatement[] {
  return [
    { sid: "SeeSource", actions: ["s3:GetReplicationConfiguration", "s3:ListBucket"], resources: [source.bucketArn] },
    {
      sid: "ReadSource",
      actions: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
      resources: [`${source.bucketArn}/*`],
    },
    {
      sid: "WriteDestination",
      actions: ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
      resources: [`${destination.bucketArn}/*`],
    },
    ...keyPermissions("DecryptSource", source, ["kms:Decrypt"]),
    ...keyPermissions("EncryptDestination", destination, ["kms:Encrypt", "kms:GenerateDataKey"]),
  ];
}

function keyPermissions(sid: string, { encryptionKeyArn, region }: ReplicatedBucket, actions: string[]) {
  if (encryptionKeyArn === undefined) return [];
  const service = `s3.${region}.amazonaws.com`;
  return [
    {
      sid,
      actions,
      resources: [encryptionKeyArn],
      condition: [{ test: "StringEquals", variable: "kms:ViaService", values: [service] }],
    },
  ];
}
