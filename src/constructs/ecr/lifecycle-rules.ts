import type { DataAwsEcrLifecyclePolicyDocumentRule } from "@cdktf/provider-aws/lib/data-aws-ecr-lifecycle-policy-document";
import type { ParsedRepositoryOptions } from "./repository-options";

type LifecycleOptions = Pick<ParsedRepositoryOptions, "untaggedRetentionDays" | "keepTagged">;

/**
 * The rules of a lifecycle policy. ECR applies only the first rule that matches an image's tags, so their order is that
 * of the options, and a prefix added at the end does not change the earlier rules. The rule for untagged images is first, since no other rule applies to them. One rule
 * for each prefix follows, in the given order, because several prefixes in one rule would all have to match.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function lifecycleRules(options: LifecycleOptions): DataAwsEcrLifecyclePolicyDocumentRule[] {
  const { untaggedRetentionDays, keepTagged } = options;
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

function expireAllButTheLast(
  { prefix, count }: LifecycleOptions["keepTagged"][number],
  priority: number,
): DataAwsEcrLifecyclePolicyDocumentRule {
  return {
    priority,
    description: `Keep the last ${count} images tagged ${prefix}*`,
    selection: [{ tagStatus: "tagged", tagPrefixList: [prefix], countType: "imageCountMoreThan", countNumber: count }],
    action: [{ type: "expire" }],
  };
}
