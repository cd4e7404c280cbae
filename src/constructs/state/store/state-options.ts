import { type OptionsOf, distinct, group, text, wholeNumber } from "../../../options/schema";

/** Key of a state object. S3 allows 1024 bytes, of which the lock object's `.tflock` takes seven. */
export const stateKey = text(
  /^(?!\/)(?!.*\/\/)(?!.*(\/|\.tflock)$)[\w!.*'()/-]{1,1017}$/,
  'a path such as "eks-cluster/terraform.tfstate", of letters, digits and !-_.*\'()/, not beginning or ending with "/" and not ending with .tflock',
);

/** How long replaced versions can be restored. */
export const stateRetention = group({
  /**
   * Days for which a replaced or deleted version of the state can be restored, at least 90.
   * @default - 90
   */
  retainedDays: wholeNumber(90, 36_500).default(90),

  /**
   * Number of replaced versions that are kept regardless of their age, 1 to 100 (the maximum in S3).
   * @default - 100
   */
  retainedVersions: wholeNumber(1, 100).default(100),

  /**
   * Days for which the versions of lock objects are kept: each lock leaves a version and a delete marker.
   * @default - 3
   */
  lockRetainedDays: wholeNumber(1, 90).default(3),
});

/** What a state bucket stores, and for how long. */
export const stateBucketOptions = group({
  /** Object keys of the states in the bucket, for example `eks-cluster/terraform.tfstate`. */
  stateKeys: distinct(stateKey, { atLeast: 1, of: "object keys" }),

  /**
   * How long replaced versions can be restored.
   * @default - 90 days, and the newest 100 versions indefinitely
   */
  retention: stateRetention.prefault({}),
});

export type StateBucketOptions = OptionsOf<typeof stateBucketOptions>;
