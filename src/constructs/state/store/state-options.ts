import type { z } from "zod";
import { type OptionsOf, distinct, group, text, wholeNumber } from "../../../options/schema";

/**
 * Key of a state object. S3 allows 1024 bytes, of which the lock object's `.tflock` takes seven. In the ARNs of policies
 * `*` and `?` match other keys, and clients resolve the segments `.` and `..` as those of a file system.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export const stateKey = text(
  /^(?!\/)(?!.*\/\/)(?!.*(\/|\.tflock)$)(?!(.*\/)?\.{1,2}(\/|$))[\w!.'()/-]{1,1017}$/,
  'a path such as "eks-cluster/terraform.tfstate", of letters, digits and !-_.\'()/, without segments "." and "..", not beginning or ending with "/" and not ending with .tflock',
);

/**
 * Whether a key is that of another state in the same bucket, or begins with the key of its lock. The lifecycle rule of
 * the lock would remove the replaced versions of such a state within days.
 */
export function conflictsWith(key: string, other: string): boolean {
  return key === other || key.startsWith(`${other}.tflock`);
}

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
  stateKeys: distinct(stateKey, { atLeast: 1, of: "object keys" }).superRefine(refuseKeysOfLocks),

  /**
   * How long replaced versions can be restored.
   * @default - 90 days, and the newest 100 versions indefinitely
   */
  retention: stateRetention.prefault({}),
});

export type StateBucketOptions = OptionsOf<typeof stateBucketOptions>;

/** `stateKeys`: none begins with the key of another state's lock. */
function refuseKeysOfLocks(keys: readonly string[], context: z.RefinementCtx): void {
  for (const [position, key] of keys.entries()) {
    const other = keys.find((one) => one !== key && conflictsWith(key, one));
    if (other === undefined) continue;
    const message = `a key that does not begin with "${other}.tflock", the key of another state's lock`;
    context.addIssue({ code: "custom", path: [position], input: key, message });
  }
}
