import { iamArn } from "../../src/constructs/iam/arn";
import { partitionOf } from "../../src/constructs/iam/partition";
import type { Json } from "../../src/cdktf/terraform-json";
import type { Block, Stack } from "../model/project";
import { locationOf } from "../model/provider";

interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** How ARNs of a type are formed: the argument that names the resource, and the ARN of a name. */
interface Form {
  readonly argument?: string;
  readonly arn: (name: string, place: Place) => string;
}

const inRegion =
  (service: string, kind: string) =>
  (name: string, { partition, region, account }: Place) =>
    `arn:${partition}:${service}:${region}:${account}:${kind}${name}`;

const inAccount =
  (kind: string) =>
  (name: string, { partition, account }: Place) =>
    iamArn(partition, account, `${kind}/${name}`);

/** Types whose ARN AWS completes with an ID have the ID of their block in its place. */
const forms: Readonly<Record<string, Form>> = {
  aws_cloudtrail: { argument: "name", arn: inRegion("cloudtrail", "trail/") },
  aws_cloudwatch_event_rule: { argument: "name", arn: inRegion("events", "rule/") },
  aws_cloudwatch_log_group: { argument: "name", arn: inRegion("logs", "log-group:") },
  aws_ecr_repository: { argument: "name", arn: inRegion("ecr", "repository/") },
  aws_eks_cluster: { argument: "name", arn: inRegion("eks", "cluster/") },
  aws_iam_openid_connect_provider: { arn: inAccount("oidc-provider") },
  aws_iam_policy: { argument: "name", arn: inAccount("policy") },
  aws_iam_role: { argument: "name", arn: inAccount("role") },
  aws_iam_user: { argument: "name", arn: inAccount("user") },
  aws_kms_key: { arn: inRegion("kms", "key/") },
  aws_kms_replica_key: { arn: inRegion("kms", "key/") },
  aws_s3_bucket: { argument: "bucket", arn: (name, { partition }) => `arn:${partition}:s3:::${name}` },
  aws_sns_topic: { argument: "name", arn: inRegion("sns", "") },
  aws_sqs_queue: { argument: "name", arn: inRegion("sqs", "") },
};

/** Where a block's resource is. What no provider says is the stack's. */
function placeOf(block: Block, stack: Stack): Place {
  const { account = stack.account, region = stack.region } = locationOf(block, stack);
  return { account, region, partition: partitionOf(region) };
}

/**
 * ARN of a resource, the same for every synthesis. A part that AWS generates, such as the ID of a key, is the ID of the
 * block, which no policy can name otherwise than by reference.
 *
 * @returns undefined where the type has no known ARN or only Terraform knows the resource's name
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function arnOf(block: Block, stack: Stack): string | undefined {
  const form = forms[block.type];
  const name = nameOf(block, stack);
  if (form === undefined || name === undefined) return undefined;
  const path = block.type.startsWith("aws_iam_") ? resolvedIn(block.values.path ?? "/", stack) : "/";
  return form.arn(`${(path ?? "/").slice(1)}${name}`, placeOf(block, stack));
}

/** Name of a resource, or the ID of its block where AWS names it. */
export function nameOf(block: Block, stack: Stack): string | undefined {
  const argument = forms[block.type]?.argument;
  const name = argument === undefined ? undefined : block.values[argument];
  if (typeof name === "string") return resolved(name, stack);
  return block.address.slice(block.address.lastIndexOf(".") + 1);
}

/**
 * A string with values in place of Terraform's references, and with the variables of IAM as IAM has them.
 *
 * @returns undefined where only Terraform knows a value
 */
export function resolved(text: string, stack: Stack): string | undefined {
  const found = { isKnown: true };
  const value = text.replace(/\$\{((?:[^{}"]|"[^"]*")*)\}/g, (_, expression: string) => {
    const known = valueOf(expression, stack);
    found.isKnown &&= known !== undefined;
    return known ?? "";
  });
  return found.isKnown && !/[$%]\{/.test(value) ? value.replaceAll("&{", "${") : undefined;
}

/** The same for a value of a block; undefined where it is not a string. */
export function resolvedIn(value: Json | undefined, stack: Stack): string | undefined {
  return typeof value === "string" ? resolved(value, stack) : undefined;
}

const identity = /\b(aws_eks_cluster\.\w+)\.identity\[0\]\.oidc\[0\]\.issuer\b/;

function valueOf(expression: string, stack: Stack): string | undefined {
  const [, cluster] = identity.exec(expression) ?? [];
  if (cluster !== undefined) return issuerOf(cluster, stack);
  const [, address = "", attribute = ""] = /^((?:data\.)?\w+\.\w+)\.(\w+)$/.exec(expression) ?? [];
  const block = stack.blocks.get(address);
  if (block === undefined) return undefined;
  if (block.kind === "data") return fact(block, attribute, stack);
  if (attribute === "arn") return arnOf(block, stack);
  const written = block.values[attribute];
  if (typeof written === "string") return resolved(written, stack);
  return ["id", "key_id", "name", "bucket"].includes(attribute) ? nameOf(block, stack) : undefined;
}

/** Issuer of the tokens of a cluster's service accounts, without `https://`. Its ID is the name of the block. */
function issuerOf(address: string, stack: Stack): string | undefined {
  const cluster = stack.blocks.get(address);
  if (cluster === undefined) return undefined;
  return `oidc.eks.${placeOf(cluster, stack).region}.amazonaws.com/id/${address.slice(address.indexOf(".") + 1)}`;
}

/** What data sources say of the account and region in which the stack is. */
function fact(block: Block, attribute: string, stack: Stack): string | undefined {
  const { account, region, partition } = placeOf(block, stack);
  const known: Record<string, string> = {
    "aws_caller_identity.account_id": account,
    "aws_partition.partition": partition,
    "aws_region.name": region,
    "aws_region.region": region,
  };
  return known[`${block.type}.${attribute}`];
}
