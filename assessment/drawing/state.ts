import { isObject, type JsonObject } from "../../src/cdktf/terraform-json";
import type { Block, Project, Stack } from "../model/project";
import { locationOf } from "../model/provider";
import { resourcesOf, satellitesOf } from "../model/value";
import type { Link, Part } from "./architecture";
import { keyName, partId, refersTo, textAt } from "./block-text";
import { keys } from "./stores";

/**
 * The bucket of an environment's state with its key, and the trail and alerts that watch it, from the bootstrap stack
 * that creates the bucket.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 */
export function state(
  project: Project,
  environment: Stack,
): { readonly part: Part; readonly links: readonly Link[] } | undefined {
  const backend = s3Backend(environment);
  const name = backend?.bucket;
  if (typeof name !== "string") return undefined;
  for (const stack of project.stacks.filter(({ kind }) => kind === "bootstrap")) {
    const bucket = resourcesOf(stack, "aws_s3_bucket").find((block) => textAt(block, "bucket") === name);
    if (bucket) return bootstrap(stack, bucket);
  }
  return { part: elsewhere(name), links: [] };
}

function s3Backend({ json: { terraform } }: Stack): JsonObject | undefined {
  if (!isObject(terraform) || !isObject(terraform.backend)) return undefined;
  return isObject(terraform.backend.s3) ? terraform.backend.s3 : undefined;
}

function elsewhere(name: string): Part {
  return { id: "state", kind: "store", title: `State bucket ${name}`, facts: ["created outside these stacks"] };
}

function bootstrap(stack: Stack, bucket: Block): { readonly part: Part; readonly links: readonly Link[] } {
  const trails = resourcesOf(stack, "aws_cloudtrail");
  const logBuckets = resourcesOf(stack, "aws_s3_bucket").filter((block) =>
    trails.some(
      (trail) =>
        refersTo(trail, "s3_bucket_name", block) || textAt(trail, "s3_bucket_name") === textAt(block, "bucket"),
    ),
  );
  const topics = resourcesOf(stack, "aws_sns_topic");
  const connections = links(stack, [bucket, ...logBuckets], trails, topics);
  const used = new Set(connections.map(({ to }) => to));
  return {
    part: {
      id: `${stack.name}/stack`,
      kind: "location",
      title: `Stack ${stack.name}: account ${stack.account}, ${stack.region}`,
      facts: [],
      children: [
        bucketPart(stack, bucket, "State bucket"),
        ...trails.map((trail) => trailPart(trail)),
        ...logBuckets.filter((block) => block !== bucket).map((block) => bucketPart(stack, block, "Audit bucket")),
        ...topics.map((topic) => topicPart(stack, topic)),
        ...keys(stack).filter(({ id }) => used.has(id)),
      ],
    },
    links: connections,
  };
}

function bucketPart(stack: Stack, bucket: Block, role: string): Part {
  const satellite = (type: string) => satellitesOf(stack, type, "bucket", bucket)[0];
  const versioning = satellite("aws_s3_bucket_versioning");
  const replication = satellite("aws_s3_bucket_replication_configuration");
  const isLocked = textAt(bucket, "object_lock_enabled") === "true";
  const { region = "an unknown region" } = locationOf(bucket, stack);
  return {
    id: partId(bucket),
    kind: "store",
    title: `${role} ${textAt(bucket, "bucket") ?? bucket.address}`,
    facts: [
      `encryption: ${encryption(stack, bucket)}`,
      `versioning: ${(versioning && textAt(versioning, "versioning_configuration.status")) ?? "none"}`,
      ...(isLocked ? ["Object Lock"] : []),
      ...(replication ? ["replicated to another bucket"] : []),
      ...(region === stack.region ? [] : [`in ${region}`]),
    ],
  };
}

function encryption(stack: Stack, bucket: Block): string {
  const [configuration] = satellitesOf(stack, "aws_s3_bucket_server_side_encryption_configuration", "bucket", bucket);
  const path = "rule.apply_server_side_encryption_by_default.sse_algorithm";
  return (configuration && textAt(configuration, path)) ?? "AES256 by default";
}

function trailPart(trail: Block): Part {
  const isMultiRegion = textAt(trail, "is_multi_region_trail") === "true";
  return {
    id: partId(trail),
    kind: "audit",
    title: `CloudTrail ${textAt(trail, "name") ?? trail.address}`,
    facts: [
      isMultiRegion ? "all regions" : "one region",
      textAt(trail, "enable_log_file_validation") === "true" ? "log files validated" : "log files not validated",
    ],
  };
}

function topicPart(stack: Stack, topic: Block): Part {
  const targets = satellitesOf(stack, "aws_cloudwatch_event_target", "arn", topic);
  const subscriptions = satellitesOf(stack, "aws_sns_topic_subscription", "topic_arn", topic);
  const channels = resourcesOf(stack, "aws_chatbot_slack_channel_configuration").filter((channel) =>
    refersTo(channel, "sns_topic_arns", topic),
  );
  return {
    id: partId(topic),
    kind: "audit",
    title: `Alerts ${textAt(topic, "name") ?? topic.address}`,
    facts: [
      `event rules: ${targets.length}`,
      ...(channels.length === 0 || subscriptions.length > 0 ? [`subscriptions: ${subscriptions.length}`] : []),
      ...channels.map((channel) => `Slack channel: ${textAt(channel, "slack_channel_id") ?? channel.address}`),
      `in ${locationOf(topic, stack).region ?? "an unknown region"}`,
    ],
  };
}

function links(
  stack: Stack,
  buckets: readonly Block[],
  trails: readonly Block[],
  topics: readonly Block[],
): readonly Link[] {
  const [stateBucket] = buckets;
  const stateTo = (block: Block, label: string) =>
    stateBucket ? [{ from: partId(stateBucket), to: partId(block), label }] : [];
  // Events on a bucket arrive in its region; the alerts of another one watch identities, or other buckets.
  const isWhereTheStateIs = (topic: Block) =>
    stateBucket !== undefined && locationOf(topic, stack).region === locationOf(stateBucket, stack).region;
  const keyed = [
    ...buckets.flatMap((bucket) =>
      satellitesOf(stack, "aws_s3_bucket_server_side_encryption_configuration", "bucket", bucket).map((user) => ({
        user,
        part: bucket,
      })),
    ),
    ...trails.map((trail) => ({ user: trail, part: trail })),
    ...topics.map((topic) => ({ user: topic, part: topic })),
  ];
  return [
    ...trails.flatMap((trail) => stateTo(trail, "recorded by")),
    ...topics.filter(isWhereTheStateIs).flatMap((topic) => stateTo(topic, "watched by")),
    ...trails.flatMap((trail) =>
      buckets
        .filter((bucket) => refersTo(trail, "s3_bucket_name", bucket))
        .map((bucket) => ({ from: partId(trail), to: partId(bucket), label: "delivers to" })),
    ),
    ...resourcesOf(stack, "aws_kms_key").flatMap((key) =>
      keyed
        .filter(({ user }) => encryptsWith(stack, user, key))
        .map(({ part }) => ({ from: partId(part), to: partId(key), label: "encrypted with" })),
    ),
  ];
}

/** Whether a resource names a key by reference or by alias. */
function encryptsWith(stack: Stack, user: Block, key: Block): boolean {
  const paths = ["rule.apply_server_side_encryption_by_default.kms_master_key_id", "kms_key_id", "kms_master_key_id"];
  const alias = keyName(stack, key);
  return paths.some((path) => refersTo(user, path, key) || textAt(user, path) === alias);
}
