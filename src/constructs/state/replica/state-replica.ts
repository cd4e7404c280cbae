import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { StateAccess } from "../access/state-access";
import { StateBucket } from "../store/state-bucket";
import { stateBucketStatements } from "../store/state-bucket-policy";
import { StateKey } from "../store/state-key";

export interface StateReplicaProps {
  /** Globally unique name. */
  readonly bucketName: string;
  readonly bucketArn: string;

  /** Region of the copies, which differs from that of the state. */
  readonly region: string;

  /** Object keys of the states that are copied. */
  readonly stateKeys: readonly string[];

  /** Object key of the bootstrap's own state, if it is among them. */
  readonly bootstrapStateKey?: string;

  /** The same access as to the state itself. Its replication writes to this bucket. */
  readonly access: StateAccess;

  /**
   * Alias of the key that is created here to encrypt the copies.
   * @default - S3 managed keys encrypt them
   */
  readonly keyAlias?: string;
}

/**
 * The bucket that stores copies of the state, ready for use if the region of the state is lost. The copies have the
 * same protection as the state itself, but their own key, since the other key is lost with its region.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
 */
export class StateReplica extends Construct {
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly stateKey: StateKey | undefined;
  readonly versioning: ITerraformDependable;

  constructor(scope: Construct, id: string, props: StateReplicaProps) {
    super(scope, id);
    const { bucketArn, access, bootstrapStateKey, keyAlias, region } = props;
    this.stateKey =
      keyAlias === undefined
        ? undefined
        : new StateKey(this, "key", {
            alias: keyAlias,
            region,
            access,
            protectsBootstrapState: bootstrapStateKey !== undefined,
            receivesReplicas: true,
          });
    const bucket = new StateBucket(this, "Resource", {
      bucketName: props.bucketName,
      stateKeys: props.stateKeys,
      encryptionKeyArn: this.stateKey?.keyArn,
      statements: stateBucketStatements({
        bucketArn,
        access,
        bootstrapStateKey,
        requiredKey: this.stateKey,
        receivesReplicas: true,
      }),
    });

    this.bucketName = props.bucketName;
    this.bucketArn = bucket.bucketArn;
    this.versioning = bucket.versioning;
  }
}
