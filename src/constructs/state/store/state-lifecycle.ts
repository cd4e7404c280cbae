import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";

export interface StateRetention {
  /**
   * Days for which a replaced or deleted version of the state can be restored, at least 90.
   * @default - 90
   */
  readonly retainedDays?: number;

  /**
   * Number of replaced versions that are kept regardless of their age, 1 to 100 (the maximum in S3).
   * @default - 100
   */
  readonly retainedVersions?: number;

  /**
   * Days for which the versions of lock objects are kept: each lock leaves a version and a delete marker.
   * @default - 3
   */
  readonly lockRetainedDays?: number;
}

const leastRetainedDays = 90;
const mostCountedVersions = 100;
const uploadDays = 7;
const longestRuleId = 255;

/**
 * Lifecycle rules of a bucket that stores state. The current version of an object never expires.
 *
 * @param stateKeys object keys of the states in the bucket; the lock of each is `<key>.tflock`
 * @throws when `retainedDays` is less than 90 or `retainedVersions` is not within 1 to 100
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
export function stateLifecycleRules(
  stateKeys: readonly string[],
  retention: StateRetention = {},
): S3BucketLifecycleConfigurationRule[] {
  const retainedDays = retention.retainedDays ?? leastRetainedDays;
  const retainedVersions = retention.retainedVersions ?? mostCountedVersions;
  const lockRetainedDays = retention.lockRetainedDays ?? 3;
  refuseOutside("retainedDays", retainedDays, leastRetainedDays, 36_500);
  refuseOutside("retainedVersions", retainedVersions, 1, mostCountedVersions);
  refuseOutside("lockRetainedDays", lockRetainedDays, 1, leastRetainedDays);

  return [
    {
      id: "old-versions",
      status: "Enabled",
      filter: [{ prefix: "" }],
      noncurrentVersionExpiration: [{ noncurrentDays: retainedDays, newerNoncurrentVersions: retainedVersions }],
      expiration: [{ expiredObjectDeleteMarker: true }],
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: uploadDays }],
    },
    ...stateKeys.map((key) => ({
      id: `locks-of-${key}`.slice(0, longestRuleId),
      status: "Enabled",
      filter: [{ prefix: `${key}.tflock` }],
      noncurrentVersionExpiration: [{ noncurrentDays: lockRetainedDays }],
    })),
  ];
}

function refuseOutside(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new Error(`${name} must be a whole number from ${least} to ${most}, got ${value}`);
  }
}
