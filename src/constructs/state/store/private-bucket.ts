import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA as S3BucketEncryption } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA as S3BucketVersioning } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";

export interface PrivateBucketProps {
  /** Globally unique name. */
  readonly bucketName: string;

  /**
   * ARN of the customer managed KMS key that encrypts new objects by default, with a bucket key. An ARN is required,
   * since an alias is resolved in the account of the caller.
   * @default - AES256 with S3 managed keys
   */
  readonly encryptionKeyArn?: string;

  /**
   * Whether objects are encrypted under a bucket key that S3 derives from the KMS key, which reduces calls to KMS.
   * Those calls name the bucket in place of the encryption context of the writer.
   * @default - true
   */
  readonly bucketKeyEnabled?: boolean;

  /** What expires and when. A bucket without rules grows without limit. */
  readonly lifecycleRules: S3BucketLifecycleConfigurationRule[];

  /** The complete bucket policy. */
  readonly statements: DataAwsIamPolicyDocumentStatement[];

  /**
   * Whether versions can be locked against deletion. Set only when the bucket is created.
   * @default - false
   */
  readonly objectLockEnabled?: boolean;
}

/**
 * A versioned, encrypted bucket that cannot be made public and that Terraform refuses to destroy. Only policies control
 * access: access control lists are disabled.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export class PrivateBucket extends Construct {
  readonly bucket: S3Bucket;
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly versioning: S3BucketVersioning;
  readonly policy: S3BucketPolicy;

  /** The content of the policy, to be measured before S3 does. */
  readonly statements: readonly DataAwsIamPolicyDocumentStatement[];

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    this.bucket = new S3Bucket(this, "Resource", {
      bucket: props.bucketName,
      forceDestroy: false,
      objectLockEnabled: props.objectLockEnabled ? true : undefined,
      lifecycle: { preventDestroy: true },
    });
    const bucket = this.bucket.id;
    this.versioning = new S3BucketVersioning(this, "versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    const encryption = new S3BucketEncryption(this, "encryption", {
      bucket,
      rule: [encryptionRule(props)],
    });
    const publicAccess = new S3BucketPublicAccessBlock(this, "public-access", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const ownership = new S3BucketOwnershipControls(this, "ownership", {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
      dependsOn: [publicAccess],
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket,
      rule: props.lifecycleRules,
      dependsOn: [this.versioning],
    });
    this.policy = new S3BucketPolicy(this, "policy", {
      bucket,
      policy: new DataAwsIamPolicyDocument(this, "access", { statement: props.statements }).json,
      // Last, since from here on only the principals in the policy can change the other properties. The lifecycle rules
      // do not matter for this, and the provider waits for them for most of a minute.
      dependsOn: [publicAccess, ownership, encryption, this.versioning],
    });

    this.bucketName = this.bucket.id;
    this.bucketArn = this.bucket.arn;
    this.statements = props.statements;
  }
}

function encryptionRule({ encryptionKeyArn, bucketKeyEnabled = true }: PrivateBucketProps) {
  if (encryptionKeyArn === undefined) return { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
  return {
    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: encryptionKeyArn },
    bucketKeyEnabled,
  };
}
