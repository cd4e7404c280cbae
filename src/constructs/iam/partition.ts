/**
 * The AWS partition of a region: the second field of every ARN in it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function partitionOf(region: string): string {
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/**
 * The region of a partition from which IAM serves all of its regions, and in which EventBridge receives IAM's records.
 *
 * @see https://repost.aws/knowledge-center/eventbridge-rule-triggers-iam-single-region
 * @see https://docs.aws.amazon.com/general/latest/gr/iam-service.html
 * @see https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/using-govcloud-endpoints.html
 */
export function iamRegionOf(region: string): string {
  return partitionOf(region) === "aws-us-gov" ? "us-gov-west-1" : "us-east-1";
}
