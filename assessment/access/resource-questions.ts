import type { Block, Stack } from "../model/project";
import { referenceOf, resourcesOf, satellitesOf } from "../model/value";
import { arnOf, nameOf } from "./arns";
import { documentAt, type Document } from "./documents";
import { type Ask, type Question, question } from "./question";
import { keyDangers } from "./state-questions";
import { bucketPolicy, type Subject, tagsOf } from "./subject";

/** Requests to one resource each. */
type Asks = (action: string) => readonly Ask[];

/** Who can use and destroy an environment's own keys. */
export function keyQuestions({ stack }: Subject): readonly Question[] {
  const keys = resourcesOf(stack, "aws_kms_key");
  const asks = asksOf(stack, keys, (key) => documentAt(stack, key.address));
  if (keys.length === 0) return [];
  return [
    question(
      ["decrypt-data", "Keys of the environment", "decrypt", "kms:Decrypt with a key of the environment"],
      asks("kms:Decrypt"),
    ),
    question(
      ["endanger-keys", "Keys of the environment", "change a policy, disable or delete a key", keyDangers.join(", ")],
      keyDangers.flatMap(asks),
    ),
  ];
}

/** Who can pull and push images, and delete repositories. */
export function imageQuestions({ stack }: Subject): readonly Question[] {
  const repositories = resourcesOf(stack, "aws_ecr_repository");
  const asks = asksOf(stack, repositories, (repository) => {
    const names = [repository.values.name ?? null];
    const [policy] = satellitesOf(stack, "aws_ecr_repository_policy", "repository", repository, names);
    return policy && documentAt(stack, policy.address);
  });
  if (repositories.length === 0) return [];
  return [
    question(["pull-images", "Images", "pull", "ecr:BatchGetImage"], asks("ecr:BatchGetImage")),
    question(["push-images", "Images", "push", "ecr:PutImage"], asks("ecr:PutImage")),
    question(
      ["delete-repository", "Images", "delete a repository", "ecr:DeleteRepository"],
      asks("ecr:DeleteRepository"),
    ),
  ];
}

const auditQuestionsByStack = new WeakMap<Stack, readonly Question[]>();

/** Who can delete the audit trail's logs, stop it, and silence the alerts of an account. */
export function auditQuestions({ bootstrap }: Subject): readonly Question[] {
  if (bootstrap === undefined) return [];
  const questions = auditQuestionsByStack.get(bootstrap) ?? [
    ...trailQuestions(bootstrap),
    ...alertQuestions(bootstrap),
  ];
  auditQuestionsByStack.set(bootstrap, questions);
  return questions;
}

function trailQuestions(stack: Stack): readonly Question[] {
  return resourcesOf(stack, "aws_cloudtrail").flatMap((trail) => {
    const asks = asksOf(stack, [trail], () => undefined);
    const bucket = stack.blocks.get(referenceOf(trail.values.s3_bucket_name)?.address ?? "");
    const stops = ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"];
    return [
      ...(bucket ? logQuestions(stack, bucket) : []),
      question(["stop-trail", "Audit", "stop the trail", stops.join(", ")], stops.flatMap(asks)),
    ];
  });
}

function logQuestions(stack: Stack, bucket: Block): readonly Question[] {
  const arn = arnOf(bucket, stack);
  const policy = bucketPolicy(stack, nameOf(bucket, stack) ?? "");
  if (arn === undefined) return [];
  const object: Asks = (action) => [{ action, resource: `${arn}/AWSLogs/log`, account: stack.account, policy }];
  return [
    question(["read-logs", "Audit", "read logs", "s3:GetObject on the trail's log files"], object("s3:GetObject")),
    question(
      ["delete-logs", "Audit", "delete logs", `s3:DeleteObjectVersion on log files${retentionOf(stack, bucket)}`],
      object("s3:DeleteObjectVersion"),
    ),
  ];
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-retention-modes */
function retentionOf(stack: Stack, bucket: Block): string {
  const [lock] = satellitesOf(stack, "aws_s3_bucket_object_lock_configuration", "bucket", bucket);
  const { mode, days } =
    ((lock?.values.rule ?? {}) as { readonly default_retention?: Record<string, unknown> }).default_retention ?? {};
  if (mode === "COMPLIANCE") return `, which no principal can do within ${String(days)} days`;
  return mode === "GOVERNANCE" ? `, within ${String(days)} days only with s3:BypassGovernanceRetention` : "";
}

function alertQuestions(stack: Stack): readonly Question[] {
  const rules = asksOf(stack, resourcesOf(stack, "aws_cloudwatch_event_rule"), () => undefined);
  const topics = asksOf(stack, resourcesOf(stack, "aws_sns_topic"), (topic) => {
    const [policy] = satellitesOf(stack, "aws_sns_topic_policy", "arn", topic);
    return policy && documentAt(stack, policy.address);
  });
  const asks = [...rules("events:DisableRule"), ...topics("sns:DeleteTopic")];
  if (asks.length === 0) return [];
  return [question(["silence-alerts", "Audit", "silence alerts", "events:DisableRule, sns:DeleteTopic"], asks)];
}

function asksOf(stack: Stack, blocks: readonly Block[], policyOf: (block: Block) => Document | undefined): Asks {
  const requests = blocks.flatMap((block) => {
    const resource = arnOf(block, stack);
    const label = nameOf(block, stack);
    const account = resource?.split(":")[4];
    if (resource === undefined || label === undefined || account === undefined) return [];
    return [{ resource, label, account, policy: policyOf(block), tags: tagsOf(block, stack) }];
  });
  return (action) => requests.map(({ tags, ...request }) => ({ action, ...request, ...(tags && { tags }) }));
}
