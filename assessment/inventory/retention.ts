import type { Block, Stack } from "../model/project";
import { referenceOf, satellitesOf, valueAt } from "../model/value";
import { argumentText, blockTexts, unknownText } from "./argument-text";

type Describe = (block: Block, stack: Stack) => string;

const byType: Readonly<Record<string, Describe>> = {
  aws_cloudwatch_log_group: (block) => {
    const days = argumentText(block, "retention_in_days", "0");
    return days === "0" ? "never expires" : daysText(days);
  },
  aws_s3_bucket: bucket,
  aws_ecr_repository: repository,
  aws_kms_key: (block) => `deleted ${daysText(argumentText(block, "deletion_window_in_days", "30"))} after the request`,
  aws_sqs_queue: (block) => `${argumentText(block, "message_retention_seconds", "345600")} seconds`,
};

/**
 * How long a resource keeps data, with the default of its service where its configuration says nothing.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_log_group
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kms_key
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sqs_queue
 */
export function retentionOf(block: Block, stack: Stack): string {
  return byType[block.type]?.(block, stack) ?? "";
}

function bucket(block: Block, stack: Stack): string {
  const type = "aws_s3_bucket_lifecycle_configuration";
  const described = satellitesOf(stack, type, "bucket", block, [block.values.bucket ?? null]).flatMap((configuration) =>
    blockTexts(configuration, "rule", lifecycleRule),
  );
  return described.length === 0 ? "never expires" : described.join("; ");
}

/** The times of a rule, in the words of its arguments. */
function lifecycleRule(rule: Block): string[] {
  if (argumentText(rule, "status") === "Disabled") return [];
  const [objects, versions, kept] = [
    argumentText(rule, "expiration.days"),
    argumentText(rule, "noncurrent_version_expiration.noncurrent_days"),
    argumentText(rule, "noncurrent_version_expiration.newer_noncurrent_versions"),
  ];
  const newest = kept === "" ? "" : `, the newest ${kept} kept`;
  const times = [
    ...(objects === "" ? [] : [`objects ${daysText(objects)}`]),
    ...(versions === "" ? [] : [`replaced versions ${daysText(versions)}${newest}`]),
  ];
  return times.length === 0 ? [] : [`${prefixText(rule)}${times.join(", ")}`];
}

function prefixText(rule: Block): string {
  const prefix = argumentText(rule, "filter.prefix", argumentText(rule, "prefix"));
  return prefix === "" ? "" : `${prefix}: `;
}

function repository(block: Block, stack: Stack): string {
  const policies = satellitesOf(stack, "aws_ecr_lifecycle_policy", "repository", block, [block.values.name ?? null]);
  if (policies.length === 0) return "never expires";
  return policies.flatMap((policy) => imageRules(policy, stack)).join("; ");
}

/** The rules of a policy by their description, or by their count where they have none. */
function imageRules(policy: Block, stack: Stack): readonly string[] {
  const value = valueAt(policy, "policy");
  if (value.is === "absent") return [];
  const document = value.is === "unknown" ? stack.blocks.get(referenceOf(value.expression)?.address ?? "") : undefined;
  if (!document) return [value.is === "unknown" ? unknownText(value.expression) : `policy of ${policy.address}`];
  return blockTexts(document, "rule", (rule) => {
    const count = `${argumentText(rule, "selection.count_type")} ${argumentText(rule, "selection.count_number")}`;
    return [argumentText(rule, "description", count)];
  });
}

function daysText(days: string): string {
  return /^\d+$/.test(days) ? `${days} ${days === "1" ? "day" : "days"}` : days;
}
