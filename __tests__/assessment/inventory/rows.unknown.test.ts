import type { InventoryRow } from "../../../assessment/inventory/inventory";
import { inventoryOf } from "../../../assessment/inventory/rows";
import type { JsonObject } from "../../../src/cdktf/terraform-json";
import { projectOf } from "../support/project";

const bucket = { bucket: "logs" };
const attached = { bucket: "${aws_s3_bucket.logs.id}" };
const generated = { for_each: "${var.rules}", content: {} };

function row(address: string, resource: JsonObject, provider: JsonObject = {}): InventoryRow | undefined {
  const project = projectOf({ dev: { resource, provider: { aws: [{ region: "eu-west-1", ...provider }] } } });
  return inventoryOf(project).find((one) => one.address === address);
}

describe("what only Terraform knows stays unknown", () => {
  test.each<[string, string, JsonObject, Partial<InventoryRow>]>([
    [
      "a generated lifecycle rule",
      "aws_s3_bucket.logs",
      {
        aws_s3_bucket: { logs: bucket },
        aws_s3_bucket_lifecycle_configuration: { rules: { ...attached, dynamic: { rule: generated } } },
      },
      { retention: "unknown: generated blocks of aws_s3_bucket_lifecycle_configuration.rules" },
    ],
    [
      "an expression for the algorithm",
      "aws_s3_bucket.logs",
      {
        aws_s3_bucket: { logs: bucket },
        aws_s3_bucket_server_side_encryption_configuration: {
          encryption: {
            ...attached,
            rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "${var.algorithm}" } }],
          },
        },
      },
      { encryption: "unknown: ${var.algorithm}" },
    ],
    [
      "an expression that blocks public access",
      "aws_s3_bucket.logs",
      {
        aws_s3_bucket: { logs: bucket },
        aws_s3_bucket_public_access_block: {
          block: {
            ...attached,
            block_public_acls: "${var.block}",
            block_public_policy: true,
            ignore_public_acls: true,
            restrict_public_buckets: true,
          },
        },
      },
      { exposure: "public access may not be blocked: block_public_acls unknown: ${var.block}" },
    ],
    [
      "generated volumes",
      "aws_launch_template.nodes",
      { aws_launch_template: { nodes: { dynamic: { block_device_mappings: generated } } } },
      {
        encryption: "unknown: generated blocks of aws_launch_template.nodes",
        key: "unknown: generated blocks of aws_launch_template.nodes",
      },
    ],
    [
      "generated rules of a security group",
      "aws_security_group.nodes",
      { aws_security_group: { nodes: { dynamic: { ingress: generated } } } },
      { exposure: "unknown: generated blocks of aws_security_group.nodes" },
    ],
    [
      "an expression for the ranges of an endpoint",
      "aws_eks_cluster.main",
      { aws_eks_cluster: { main: { vpc_config: { public_access_cidrs: "${var.ranges[0]}" } } } },
      { exposure: "internet (unknown: ${var.ranges[0]})" },
    ],
    [
      "an expression for a key",
      "aws_cloudwatch_log_group.audit",
      { aws_cloudwatch_log_group: { audit: { kms_key_id: "${var.key}", retention_in_days: "${var.days}" } } },
      { encryption: "KMS", key: "unknown: ${var.key}", retention: "unknown: ${var.days}" },
    ],
    [
      "an expression that protects",
      "aws_eks_cluster.main",
      { aws_eks_cluster: { main: { deletion_protection: "${var.protect}" } } },
      { deletionProtection: "deletion_protection unknown: ${var.protect}" },
    ],
  ])("%s", (_, address, resource, expected) => {
    expect(row(address, resource)).toMatchObject(expected);
  });

  test("tags of expressions, and generated tags of the provider", () => {
    const resource = { aws_vpc: { main: { tags: { Name: "main", Owner: "${var.owner}" } } } };
    expect(row("aws_vpc.main", resource, { dynamic: { default_tags: generated } })?.tags).toEqual({
      "*": "unknown: generated blocks of aws_vpc.main",
      Name: "main",
      Owner: "unknown: ${var.owner}",
    });
  });
});

describe("what is not written has the default of its service", () => {
  test.each<[string, JsonObject, Partial<InventoryRow>]>([
    ["aws_s3_bucket", {}, { encryption: "AES256 (default)", retention: "never expires" }],
    ["aws_cloudwatch_log_group", {}, { encryption: "AES-GCM (default)", retention: "never expires" }],
    ["aws_sns_topic", {}, { encryption: "none", key: "" }],
    ["aws_sqs_queue", { sqs_managed_sse_enabled: false }, { encryption: "none", retention: "345600 seconds" }],
    ["aws_sqs_queue", {}, { encryption: "SSE-SQS (default)", key: "Amazon SQS managed" }],
    ["aws_eks_cluster", {}, { exposure: "internet (0.0.0.0/0)", key: "AWS owned (default)" }],
    ["aws_kms_key", {}, { retention: "deleted 30 days after the request" }],
    ["aws_launch_template", {}, { encryption: "EBS: the account's default" }],
  ])("%s %j", (type, values, expected) => {
    expect(row(`${type}.one`, { [type]: { one: values } })).toMatchObject(expected);
  });
});
