import { listOf } from "../model/nested-blocks";
import type { Block, Stack } from "../model/project";
import { satellitesOf, textOf, valueAt } from "../model/value";
import { argumentText, unknownText } from "./argument-text";
import { policyExposure } from "./policy-exposure";
import { ruleExposure, securityGroupExposure, subnetExposure } from "./network-exposure";

type Describe = (block: Block, stack: Stack) => string;

const byType: Readonly<Record<string, Describe>> = {
  aws_s3_bucket: (block, stack) =>
    joined(publicAccess(block, stack), satellitePolicy("aws_s3_bucket_policy")(block, stack)),
  aws_ecr_repository: satellitePolicy("aws_ecr_repository_policy", "repository", "name"),
  aws_sns_topic: (block, stack) =>
    joined(ownPolicy()(block, stack), satellitePolicy("aws_sns_topic_policy", "arn", "arn")(block, stack)),
  aws_sqs_queue: (block, stack) =>
    joined(ownPolicy()(block, stack), satellitePolicy("aws_sqs_queue_policy", "queue_url", "url")(block, stack)),
  aws_kms_key: ownPolicy(),
  aws_iam_role: ownPolicy("assume_role_policy"),
  aws_eks_cluster: clusterEndpoint,
  aws_subnet: subnetExposure,
  aws_security_group: securityGroupExposure,
  aws_default_security_group: securityGroupExposure,
  aws_vpc_security_group_ingress_rule: (block) => ruleExposure(block),
  aws_internet_gateway: () => "internet",
  aws_nat_gateway: (block) =>
    argumentText(block, "connectivity_type", "public") === "public" ? "outbound to the internet" : "VPC",
  aws_eip: () => "public address",
  aws_vpc_endpoint: () => "VPC",
};

/** From where a resource can be reached, and which principals of its own policy may use it. */
export function exposureOf(block: Block, stack: Stack): string {
  return byType[block.type]?.(block, stack) ?? "";
}

function ownPolicy(argument?: string): Describe {
  return (block, stack) => policyExposure(stack, block, argument);
}

/** The policy that another resource attaches. */
function satellitePolicy(type: string, argument = "bucket", name = argument): Describe {
  return (block, stack) =>
    joined(
      ...satellitesOf(stack, type, argument, block, [block.values[name] ?? null]).map((policy) =>
        policyExposure(stack, policy),
      ),
    );
}

const publicAccessBlocks = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
function publicAccess(bucket: Block, stack: Stack): string {
  const type = "aws_s3_bucket_public_access_block";
  const [configuration] = satellitesOf(stack, type, "bucket", bucket, [bucket.values.bucket ?? null]);
  if (!configuration) return "public access is not blocked here";
  const open = publicAccessBlocks.flatMap((path) => {
    const value = argumentText(configuration, path, "false");
    return value === "true" ? [] : [`${path} ${value}`];
  });
  if (open.length === 0) return "public access is blocked";
  const known = open.some((text) => text.endsWith(" false")) ? "is not blocked" : "may not be blocked";
  return `public access ${known}: ${open.join(", ")}`;
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html */
function clusterEndpoint(cluster: Block): string {
  const isPublic = argumentText(cluster, "vpc_config.endpoint_public_access", "true");
  const isPrivate = argumentText(cluster, "vpc_config.endpoint_private_access", "false");
  return joined(
    { true: `internet (${rangesText(cluster)})`, false: "" }[isPublic] ?? isPublic,
    { true: "VPC", false: "" }[isPrivate] ?? isPrivate,
  );
}

function rangesText(cluster: Block): string {
  const ranges = valueAt(cluster, "vpc_config.public_access_cidrs");
  if (ranges.is === "absent") return "0.0.0.0/0";
  return ranges.is === "unknown" ? unknownText(ranges.expression) : listOf(ranges.value).map(textOf).join(", ");
}

function joined(...texts: readonly string[]): string {
  return texts.filter((text) => text !== "").join("; ");
}
