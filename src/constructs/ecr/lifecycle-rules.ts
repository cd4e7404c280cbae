import type { DataAwsEcrLifecyclePolicyDocumentRule } from "@cdktf/provider-aws/lib/data-aws-ecr-lifecycle-policy-document";

export interface KeepTagged {
  /** Prefix of the tags, for example `release-`. */
  readonly prefix: string;

  /** Number of images with such a tag to keep, the most recently pushed; at least 1. */
  readonly count: number;
}

export interface LifecycleRulesProps {
  /**
   * Days after which an untagged image is removed, at least 1. There is always such a rule, since an image that nothing
   * refers to has a cost but no use.
   * @default - 14
   */
  readonly untaggedRetentionDays?: number;

  /**
   * Number of tagged images to keep, by the prefix of their tags. ECR applies only the first rule that matches an
   * image's tags, so the order is preserved, and a prefix added at the end does not change the earlier rules.
   * @default - tagged images do not expire
   */
  readonly keepTagged?: readonly KeepTagged[];
}

/**
 * The rules of a lifecycle policy. The rule for untagged images is first, since no other rule applies to them. One rule
 * for each prefix follows, in the given order, because several prefixes in one rule would all have to match.
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
        `keepTagged[${position}].prefix must be a tag prefix of letters, digits, "_", "." and "-", got "${prefix}"`,
      );
    }
    const earlier = keepTagged.slice(0, position).find((other) => prefix.startsWith(other.prefix));
    if (earlier) {
      throw new Error(
        `keepTagged[${position}].prefix "${prefix}" never applies, since the earlier "${earlier.prefix}" matches the same tags`,
      );
    }
  });
}
