import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import type { z } from "zod";
import { stateRetention } from "./state-options";

const uploadDays = 7;
const longestRuleId = 255;

/**
 * Lifecycle rules of a bucket that stores state. The current version of an object never expires.
 *
 * @param stateKeys object keys of the states in the bucket; the lock of each is `<key>.tflock`
 * @param retention by default, that of the options
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
export function stateLifecycleRules(
  stateKeys: readonly string[],
  { retainedDays, retainedVersions, lockRetainedDays }: z.output<typeof stateRetention> = stateRetention.parse({}),
): S3BucketLifecycleConfigurationRule[] {
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
