import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import type { Emulator } from "../../emulator/emulator";
import { clientFor, s3 } from "./checkout";

/**
 * Creates the bucket that holds an environment's state, hardened as the bootstrap stack hardens it, but in a moment.
 *
 * @param keyArn key that the bucket encrypts with; without one it uses AES256
 */
export async function createStateBucket(
  emulator: Emulator,
  environment: string,
  keyArn?: string,
  region = "ap-northeast-1",
): Promise<string> {
  const client = s3(emulator, region);
  const Bucket = `my-terraform-state-${environment}`;
  await client.send(new CreateBucketCommand({ Bucket }));
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  await client.send(
    new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [encryptionRule(keyArn)] } }),
  );
  await client.send(
    new PutPublicAccessBlockCommand({
      Bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    }),
  );
  await client.send(
    new PutBucketOwnershipControlsCommand({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
    }),
  );
  await client.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket,
      LifecycleConfiguration: {
        Rules: [
          {
            ID: "old-versions",
            Status: "Enabled",
            Filter: { Prefix: "" },
            NoncurrentVersionExpiration: { NoncurrentDays: 90, NewerNoncurrentVersions: 100 },
          },
        ],
      },
    }),
  );
  await client.send(new PutBucketPolicyCommand({ Bucket, Policy: denyPlaintext(Bucket) }));
  return Bucket;
}

/** Creates a key that encrypts state, with its alias, and returns its ARN. */
export async function createStateKey(
  emulator: Emulator,
  { alias = "alias/terraform-state", region = "ap-northeast-1" } = {},
): Promise<string> {
  const client = new KMSClient({ ...clientFor(emulator), region });
  const { KeyMetadata } = await client.send(new CreateKeyCommand({ Description: "Encrypts Terraform state" }));
  await client.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyMetadata?.KeyId }));
  return KeyMetadata?.Arn ?? "";
}

function encryptionRule(keyArn: string | undefined) {
  return keyArn === undefined
    ? { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" as const } }
    : {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID: keyArn },
        BucketKeyEnabled: true,
      };
}

function denyPlaintext(bucket: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "DenyPlaintextTransport",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
}
