import { nestedBlocks } from "../model/nested-blocks";
import type { Block, Stack } from "../model/project";
import { satellitesOf, type Value, valueAt } from "../model/value";
import { argumentText, keyText, unknownText } from "./argument-text";

/** How a resource encrypts its data, and with which key. */
export interface Encryption {
  readonly encryption: string;
  readonly key: string;
}

type Describe = (block: Block, stack: Stack) => Encryption;

const none: Encryption = { encryption: "", key: "" };

/** Arguments that name a KMS key at the top level of a resource. */
const keyArguments = ["kms_key_id", "kms_key_arn", "kms_master_key_id", "kms_key"];

const byType: Readonly<Record<string, Describe>> = {
  aws_s3_bucket: bucket,
  aws_ecr_repository: (block, stack) =>
    byAlgorithm(block, stack, {
      algorithm: argumentText(block, "encryption_configuration.encryption_type", "AES256 (default)"),
      key: valueAt(block, "encryption_configuration.kms_key"),
      managed: "alias/aws/ecr (AWS managed)",
    }),
  aws_eks_cluster: (block, stack) => ({
    encryption: "KMS",
    key: keyText(stack, valueAt(block, "encryption_config.provider.key_arn"), "AWS owned (default)"),
  }),
  aws_cloudwatch_log_group: withKey("kms_key_id", "AES-GCM (default)", "AWS owned"),
  aws_cloudtrail: withKey("kms_key_id", "AES256 (default)", "Amazon S3 managed"),
  aws_sns_topic: withKey("kms_master_key_id", "none", ""),
  aws_sqs_queue: queue,
  aws_launch_template: volumes,
  aws_kms_key: (block) => ({
    encryption: argumentText(block, "customer_master_key_spec", "SYMMETRIC_DEFAULT (default)"),
    key: "",
  }),
};

/**
 * How a resource encrypts its data, with the default of its service where its configuration says nothing.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-sqs-sse-queue.html
 */
export function encryptionOf(block: Block, stack: Stack): Encryption {
  const describe = byType[block.type];
  if (describe) return describe(block, stack);
  const argument = keyArguments.find((name) => block.values[name] !== undefined);
  return argument === undefined ? none : withKey(argument, "", "")(block, stack);
}

function withKey(argument: string, otherwise: string, key: string): Describe {
  return (block, stack) => {
    const value = valueAt(block, argument);
    return value.is === "absent"
      ? { encryption: otherwise, key }
      : { encryption: "KMS", key: keyText(stack, value, key) };
  };
}

function bucket(block: Block, stack: Stack): Encryption {
  const type = "aws_s3_bucket_server_side_encryption_configuration";
  const [configuration] = satellitesOf(stack, type, "bucket", block, [block.values.bucket ?? null]);
  if (!configuration) return { encryption: "AES256 (default)", key: "Amazon S3 managed" };
  const path = "rule.apply_server_side_encryption_by_default";
  return byAlgorithm(configuration, stack, {
    algorithm: argumentText(configuration, `${path}.sse_algorithm`, "AES256 (default)"),
    key: valueAt(configuration, `${path}.kms_master_key_id`),
    managed: "alias/aws/s3 (AWS managed)",
  });
}

interface Algorithm {
  readonly algorithm: string;
  readonly key: Value;

  /** Key that AWS takes for KMS if none is named. */
  readonly managed: string;
}

function byAlgorithm({ type }: Block, stack: Stack, { algorithm, key, managed }: Algorithm): Encryption {
  if (algorithm.includes("KMS") || algorithm.includes("kms")) {
    return { encryption: algorithm, key: keyText(stack, key, managed) };
  }
  const owner = type === "aws_ecr_repository" ? "Amazon ECR managed" : "Amazon S3 managed";
  return { encryption: algorithm, key: algorithm.startsWith("AES256") ? owner : keyText(stack, key, "") };
}

function queue(block: Block, stack: Stack): Encryption {
  const key = valueAt(block, "kms_master_key_id");
  if (key.is !== "absent") return { encryption: "KMS", key: keyText(stack, key, "") };
  const managed = argumentText(block, "sqs_managed_sse_enabled", "SSE-SQS (default)");
  const encryption = { true: "SSE-SQS", false: "none" }[managed] ?? managed;
  return { encryption, key: encryption.startsWith("SSE-SQS") ? "Amazon SQS managed" : "" };
}

/** The volumes of instances: those of its image are encrypted as the account's default says. */
function volumes(block: Block, stack: Stack): Encryption {
  const mappings = nestedBlocks(block, "block_device_mappings");
  if (mappings.is === "unknown") {
    return { encryption: unknownText(mappings.expression), key: unknownText(mappings.expression) };
  }
  const described = mappings.blocks
    .map((values) => ({ ...block, values }))
    .filter((mapping) => valueAt(mapping, "ebs").is !== "absent")
    .map((mapping) => ({
      device: argumentText(mapping, "device_name"),
      encrypted: argumentText(mapping, "ebs.encrypted", "the account's default"),
      key: keyText(stack, valueAt(mapping, "ebs.kms_key_id"), "the account's default key for EBS"),
    }));
  if (described.length === 0) return { encryption: "EBS: the account's default", key: "" };
  return {
    encryption: described.map(({ device, encrypted }) => `EBS ${device}: ${encryptedText(encrypted)}`).join("; "),
    key: [...new Set(described.map(({ encrypted, key }) => (encrypted === "false" ? "" : key)))].join("; "),
  };
}

function encryptedText(encrypted: string): string {
  return { true: "encrypted", false: "none" }[encrypted] ?? encrypted;
}
