import type { JsonObject } from "../../../../src/cdktf/terraform-json";
import { resources } from "../../support/project";
import type { RuleCase, RuleCases } from "../rule-cases";

const unknown = "${var.unknown}";

/** Cases of a rule on one argument of one resource. */
function argument(type: string, name: string, passing: JsonObject[string], failing?: JsonObject[string]): RuleCase {
  const project = (value: JsonObject[string]) => resources({ [type]: { a: { name: "a", [name]: value } } });
  return { passing: project(passing), failing: project(failing), unknown: project(unknown) };
}

const key = "${aws_kms_key.a.arn}";
const policyOf = (principal: string) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "*", Resource: "*" }] });

function publicPolicy(type: string): RuleCase {
  return argument(type, "policy", policyOf("arn:aws:iam::123456789012:root"), policyOf("*"));
}

const trail = (values: JsonObject) =>
  resources({
    aws_cloudtrail: { a: { s3_bucket_name: "${aws_s3_bucket.a.id}", ...values } },
    aws_s3_bucket: { a: { bucket: "a" } },
  });

const objects = (values: readonly string[], kind = "All") => ({
  is_multi_region_trail: true,
  event_selector: [{ read_write_type: kind, data_resource: [{ type: "AWS::S3::Object", values }] }],
});

const ofTrailBucket = (type: string, passing: JsonObject, failing: JsonObject, unclear: JsonObject): RuleCase => {
  const project = (values: JsonObject) =>
    resources({
      aws_cloudtrail: { a: { s3_bucket_name: "a" } },
      aws_s3_bucket: { a: { bucket: "a" } },
      [type]: { a: { bucket: "a", ...values } },
    });
  return { passing: project(passing), failing: project(failing), unknown: project(unclear) };
};

const block = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};

const rotated = argument("aws_kms_key", "enable_key_rotation", true);

const event = (rule: JsonObject, target?: JsonObject) =>
  resources({
    aws_cloudwatch_event_rule: { a: { name: "a", ...rule } },
    ...(target && { aws_cloudwatch_event_target: { a: { rule: "${aws_cloudwatch_event_rule.a.name}", ...target } } }),
  });

const subscription = (endpoint: string) =>
  resources({
    aws_sns_topic: { a: {} },
    aws_sns_topic_subscription: { a: { topic_arn: "${aws_sns_topic.a.arn}", endpoint } },
  });

export const cases: RuleCases = {
  "event-rule-is-on-and-has-target": {
    passing: event({ state: "ENABLED" }, { arn: "${aws_sns_topic.a.arn}" }),
    failing: event({ state: "DISABLED" }, { arn: "${aws_sns_topic.a.arn}" }),
    unknown: event({ state: "ENABLED" }, { arn: unknown }),
  },
  "topic-has-recipient": {
    passing: subscription("security@example.com"),
    unknown: subscription(unknown),
  },
  "kms-key-is-rotated": rotated,
  "kms-key-is-not-public": publicPolicy("aws_kms_key"),
  "kms-key-deletion-is-delayed": argument("aws_kms_key", "deletion_window_in_days", 30, 7),
  "log-group-is-kept-for-a-year": argument("aws_cloudwatch_log_group", "retention_in_days", 400, 364),
  "sns-topic-is-encrypted": argument("aws_sns_topic", "kms_master_key_id", key),
  "sns-topic-is-not-public": publicPolicy("aws_sns_topic"),
  "sqs-queue-is-encrypted": argument("aws_sqs_queue", "sqs_managed_sse_enabled", true, false),
  "sqs-queue-is-not-public": publicPolicy("aws_sqs_queue"),
  "event-bus-has-policy": {
    passing: resources({
      aws_cloudwatch_event_bus: { a: { name: "a" } },
      aws_cloudwatch_event_bus_policy: { a: { event_bus_name: "a", policy: policyOf("*") } },
    }),
    failing: resources({ aws_cloudwatch_event_bus: { a: { name: "a" } } }),
    unknown: resources({
      aws_cloudwatch_event_bus: { a: { name: "a" } },
      aws_cloudwatch_event_bus_policy: { a: { event_bus_name: unknown, policy: policyOf("*") } },
    }),
  },
  "trail-records-management-events-of-all-regions": {
    passing: trail({ is_multi_region_trail: true }),
    failing: trail({ is_multi_region_trail: true, event_selector: [{ read_write_type: "WriteOnly" }] }),
    unknown: trail({ is_multi_region_trail: unknown }),
  },
  "trail-is-encrypted-with-customer-key": argument("aws_cloudtrail", "kms_key_id", key),
  "trail-validates-log-files": argument("aws_cloudtrail", "enable_log_file_validation", true),
  "trail-sends-to-cloudwatch-logs": argument(
    "aws_cloudtrail",
    "cloud_watch_logs_group_arn",
    "${aws_cloudwatch_log_group.a.arn}:*",
  ),
  "trail-bucket-is-not-public": ofTrailBucket(
    "aws_s3_bucket_public_access_block",
    block,
    { ...block, block_public_acls: false },
    { ...block, block_public_acls: unknown },
  ),
  "trail-bucket-logs-access": ofTrailBucket(
    "aws_s3_bucket_logging",
    { target_bucket: "logs" },
    {},
    { target_bucket: unknown },
  ),
  "trail-records-all-object-writes": {
    passing: trail(objects(["arn:aws:s3"])),
    unknown: trail(objects(["arn:aws:s3:::a/"])),
  },
  "trail-records-all-object-reads": {
    passing: trail(objects(["arn:aws:s3"], "ReadOnly")),
    unknown: trail(objects(["arn:aws:s3"], "WriteOnly")),
  },
  "eks-cluster-is-protected-against-deletion": argument("aws_eks_cluster", "deletion_protection", true, false),
  "ecr-repository-keeps-its-images": argument("aws_ecr_repository", "force_delete", false, true),
};
