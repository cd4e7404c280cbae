import { S3Backend } from "cdktf";
import type { Construct } from "constructs";
import { parseOptions } from "../../../options/parse-options";
import { group } from "../../../options/schema";
import { stateKey } from "./state-options";

const backendOptions = group({ key: stateKey });

export interface LockingS3BackendProps {
  /** Bucket that stores the state. It exists before the stack. */
  readonly bucket: string;

  /** Path of the state object in the bucket, for example `eks-cluster/terraform.tfstate`. */
  readonly key: string;

  /** Region of the bucket. */
  readonly region: string;

  /** Account that owns the bucket. Credentials of any other account are refused by `terraform init`. */
  readonly accountId: string;

  /**
   * Key that encrypts the state object: an ARN, a key id or `alias/<name>`.
   * @default - the bucket's own default encryption
   */
  readonly kmsKeyId?: string;
}

/**
 * State in S3, encrypted, and locked by S3 itself: a conditional write of `<key>.tflock`, which fails for a second
 * writer.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
 */
export class LockingS3Backend extends S3Backend {
  constructor(scope: Construct, props: LockingS3BackendProps) {
    super(scope, {
      bucket: props.bucket,
      key: props.key,
      region: props.region,
      encrypt: true,
      kmsKeyId: props.kmsKeyId,
      allowedAccountIds: [props.accountId],
    });
    parseOptions(this, backendOptions, props);
    // CDKTF's own props predate S3 native locking.
    this.addOverride("use_lockfile", true);
  }
}
