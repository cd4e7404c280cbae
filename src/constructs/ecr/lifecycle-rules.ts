import type { DataAwsEcrLifecyclePolicyDocumentRule } from "@cdktf/provider-aws/lib/data-aws-ecr-lifecycle-policy-document";

export interface KeepTagged {
  /** How the tags begin, for example `release-`. */
  readonly prefix: string;

  /** How many images with such a tag are kept, the last pushed ones; at least 1. */
  readonly count: number;
}

export interface LifecycleRulesProps {
  /**
   * Days after which an image that no tag points to is removed, at least 1. There is always such a rule, for an image
   * that nothing refers to costs money and helps nobody.
   * @default - 14
   */
  readonly untaggedRetentionDays?: number;

  /**
   * How many tagged images are kept, by the beginning of their tags. ECR judges an image by the first rule that its tags
   * match and by no other, so the order is kept, and a prefix added at the end leaves the earlier rules as they were.
   * @default - tagged images are kept for good
   */
  readonly keepTagged?: readonly KeepTagged[];
}

/**
 * The rules of a lifecycle policy. The untagged images come first, since no other rule is about them; then one rule for
 * each prefix in the order given, because several prefixes in one rule would have to match at once.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function lifecycleRules(props: LifecycleRulesProps): DataAwsEcrLifecyclePolicyDocumentRule[] {
  const { untaggedRetentionDays = 14, keepTagged = [] } = props;
  requireWholeNumber("untaggedRetentionDays", untaggedRetentionDays);
  keepTagged.forEach(({ count }, position) => {
    requireWholeNumber(`keepTagged[${position}].count`, count);
  });
  requireReachablePrefixes(keepTagged);

  return [
    expireUntagged(untaggedRetentionDays),
    ...keepTagged.map((rule, position) => expireAllButTheLast(rule, position + 2)),
  ];
}

function expireUntagged(days: number): DataAwsEcrLifecyclePolicyDocumentRule {
  return {
    priority: 1,
    description: `Expire images without a tag after ${days} days`,
    selection: [{ tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: days }],
    action: [{ type: "expire" }],
  };
}

function expireAllButTheLast({ prefix, count }: KeepTagged, priority: number): DataAwsEcrLifecyclePolicyDocumentRule {
  return {
    priority,
    description: `Keep the last ${count} images tagged ${prefix}*`,
    selection: [{ tagStatus: "tagged", tagPrefixList: [prefix], countType: "imageCountMoreThan", countNumber: count }],
    action: [{ type: "expire" }],
  };
}

function requireWholeNumber(prop: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) throw new Error(`${prop} must be a whole number from 1, got ${value}`);
}

function requireReachablePrefixes(keepTagged: readonly KeepTagged[]): void {
  keepTagged.forEach(({ prefix }, position) => {
    if (!/^\w[\w.-]{0,127}$/.test(prefix)) {
      throw new Error(
        `keepTagged[${position}].prefix must be how a tag begins: letters, digits, "_", "." and "-", got "${prefix}"`,
      );
    }
    const earlier = keepTagged.slice(0, position).find((other) => prefix.startsWith(other.prefix));
    if (earlier) {
      throw new Error(
        `keepTagged[${position}].prefix "${prefix}" never applies, for "${earlier.prefix}" before it matches the same tags`,
      );
    }
  });
}
