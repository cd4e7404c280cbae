import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { PrivateBucket } from "./private-bucket";
import { stateLifecycleRules, type StateRetention } from "./state-lifecycle";

export interface StateBucketProps {
  /** Globally unique name. */
  readonly bucketName: string;

  /** Keys of the state objects that the bucket is for, for example `eks-cluster/terraform.tfstate`. */
  readonly stateKeys: readonly string[];

  /**
   * ARN of the KMS key that encrypts the objects.
   * @default - S3's own AES256
   */
  readonly encryptionKeyArn?: string;

  /**
   * How long what was replaced can be restored.
   * @default - 90 days, and the newest 100 versions for ever
   */
  readonly retention?: StateRetention;

  /** The whole bucket policy. */
  readonly statements: DataAwsIamPolicyDocumentStatement[];
}

/**
 * The bucket in which Terraform keeps the state of an environment and its lock. It has no Object Lock: the native lock is
 * a conditional write and works without, and a locked version could not be deleted after a leak.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 */
export class StateBucket extends Construct {
  readonly bucketName: string;
  readonly bucketArn: string;

  /** What replication from or to the bucket has to wait for. */
  readonly versioning: ITerraformDependable;

  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    const { bucketName, encryptionKeyArn, statements } = props;
    const bucket = new PrivateBucket(this, "Resource", {
      bucketName,
      encryptionKeyArn,
      statements,
      lifecycleRules: stateLifecycleRules(props.stateKeys, props.retention),
    });

    this.bucketName = bucket.bucketName;
    this.bucketArn = bucket.bucketArn;
    this.versioning = bucket.versioning;
  }
}
