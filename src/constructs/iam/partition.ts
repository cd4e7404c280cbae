/**
 * The AWS partition of a region: the second field of every ARN in it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}

/**
 * The domain suffix of the service principals of a region, for those whose suffix differs:
 * `logs.cn-north-1.amazonaws.com.cn`.
 *
 * @see https://docs.amazonaws.cn/en_us/aws/latest/userguide/iam.html
 */
export function serviceDomainOf(region: string): string {
  return partitionOf(region) === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}

/**
 * The region of a partition from which IAM serves all of its regions, and in which EventBridge receives IAM's records.
 *
 * @see https://repost.aws/knowledge-center/eventbridge-rule-triggers-iam-single-region
 * @see https://docs.aws.amazon.com/general/latest/gr/iam-service.html
 * @see https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/using-govcloud-endpoints.html
 */
export function iamRegionOf(region: string): string {
  return { "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1" }[partitionOf(region)] ?? "us-east-1";
}
