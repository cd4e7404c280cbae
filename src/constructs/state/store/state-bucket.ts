import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { parseOptions } from "../../../options/parse-options";
import { PrivateBucket } from "./private-bucket";
import { stateLifecycleRules } from "./state-lifecycle";
import { type StateBucketOptions, stateBucketOptions } from "./state-options";

export interface StateBucketProps extends StateBucketOptions {
  /** Globally unique name. */
  readonly bucketName: string;

  /**
   * ARN of the KMS key that encrypts the objects.
   * @default - AES256 with S3 managed keys
   */
  readonly encryptionKeyArn?: string;

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
    const { stateKeys, retention } = parseOptions(this, stateBucketOptions, props);
    const { bucketName, encryptionKeyArn, statements } = props;
    const bucket = new PrivateBucket(this, "Resource", {
      bucketName,
      encryptionKeyArn,
      statements,
      lifecycleRules: stateLifecycleRules(stateKeys, retention),
    });

    this.bucketName = bucket.bucketName;
    this.bucketArn = bucket.bucketArn;
    this.versioning = bucket.versioning;
  }
}
