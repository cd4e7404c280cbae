import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";

/** Lifecycle rules of a bucket whose objects are written once and retained for some days. */
export function expireAfter(days: number): S3BucketLifecycleConfigurationRule[] {
  return [
    {
      id: "expire",
      status: "Enabled",
      filter: [{ prefix: "" }],
      expiration: [{ days }],
      noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
    },
    // A separate rule: S3 does not accept this in a rule with days.
    { id: "markers", status: "Enabled", filter: [{ prefix: "" }], expiration: [{ expiredObjectDeleteMarker: true }] },
  ];
}
