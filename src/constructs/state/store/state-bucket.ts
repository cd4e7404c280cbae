import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { PrivateBucket } from "./private-bucket";
import { stateLifecycleRules, type StateRetention } from "./state-lifecycle";

export interface StateBucketProps {
  /** Globally unique name. */
  readonly bucketName: string;

  /** Object keys of the states in the bucket, for example `eks-cluster/terraform.tfstate`. */
  readonly stateKeys: readonly string[];

  /**
   * ARN of the KMS key that encrypts the objects.
   * @default - AES256 with S3 managed keys
   */
  readonly encryptionKeyArn?: string;

  /**
   * How long replaced versions can be restored.
   * @default - 90 days, and the newest 100 versions indefinitely
   */
  readonly retention?: StateRetention;

  /** The complete bucket policy. */
  readonly statements: DataAwsIamPolicyDocumentStatement[];
}

/**
 * The bucket in which Terraform stores the state of an environment and its lock. It has no Object Lock: the native lock
 * is a conditional write and does not need it, and a locked version could not be deleted after a leak.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 */
export class StateBucket extends Construct {
  readonly bucketName: string;
  readonly bucketArn: string;

  /** Resources for which replication from or to the bucket must wait. */
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
