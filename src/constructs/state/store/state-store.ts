import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { StateReference } from "../roles/state-permissions";
import { StateBucket } from "./state-bucket";
import { type StateBucketPolicyProps, stateBucketStatements } from "./state-bucket-policy";
import { StateKey } from "./state-key";

export interface StateStoreProps extends Omit<StateBucketPolicyProps, "requiredKey"> {
  /** Globally unique name. */
  readonly bucketName: string;
  readonly region: string;

  /** Object keys of the states in it: of the environment, and of the bootstrap if it is stored there too. */
  readonly stateKeys: readonly [environment: string, ...bootstrap: string[]];

  /**
   * Alias of the key that encrypts the bucket.
   * @default - S3 managed keys encrypt it
   */
  readonly keyAlias?: string;

  /**
   * The key with that alias, where several stores share it.
   * @default - the store creates its own key
   */
  readonly sharedKey?: StateKey;
}

/**
 * The bucket that holds the state of an environment, or a replica of it in another region, with its key and policies. A
 * replica has the same protection as the state itself, but its own key, since the other key is lost with its region.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
 */
export class StateStore extends Construct {
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly key: StateKey | undefined;
  readonly versioning: ITerraformDependable;

  /** The state, for the permissions of roles. */
  readonly reference: StateReference;

  constructor(
    scope: Construct,
    id: string,
    readonly props: StateStoreProps,
  ) {
    super(scope, id);
    const { bucketArn, region, stateKeys } = props;
    this.key = props.keyAlias === undefined ? undefined : (props.sharedKey ?? this.addKey(props, props.keyAlias));
    const bucket = new StateBucket(this, "Resource", {
      bucketName: props.bucketName,
      stateKeys,
      encryptionKeyArn: this.key?.keyArn,
      statements: stateBucketStatements({ ...props, requiredKey: this.key }),
    });

    this.bucketName = bucket.bucketName;
    this.bucketArn = bucket.bucketArn;
    this.versioning = bucket.versioning;
    const { accountId } = props.access;
    this.reference = { bucketArn, stateKey: stateKeys[0], region, accountId, encryptionKeyArn: this.key?.keyArn };
  }

  private addKey({ region, access, bootstrapStateKey, receivesReplicas }: StateStoreProps, alias: string): StateKey {
    const protectsBootstrapState = bootstrapStateKey !== undefined;
    return new StateKey(this, "key", { alias, region, access, protectsBootstrapState, receivesReplicas });
  }
}
