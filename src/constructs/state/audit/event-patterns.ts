import type { StateAccess } from "../access/state-access";
import { apiCallPattern, type EventPattern } from "./event-pattern";
import { unlistedPrincipals } from "./identity-pattern";

const successful = { errorCode: [{ exists: false }] };

/** A bucket as patterns name it. */
export interface NamedBucket {
  readonly bucketName: string;
  readonly bucketArn: string;
}

/** A key as patterns name it. */
export interface NamedKey {
  readonly keyArn: string;
  readonly aliasArn: string;
}

/**
 * An unlisted principal read, wrote or listed objects. A record of listing objects, or of deleting many at once, names
 * only the bucket. So does a record of configuring the bucket, which is not a data event.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
export function bucketsUsed(buckets: readonly NamedBucket[], access: StateAccess): EventPattern {
  return apiCallPattern("aws.s3", {
    resources: { ARN: buckets.flatMap(({ bucketArn }) => [bucketArn, { prefix: `${bucketArn}/` }]) },
    managementEvent: [false],
    ...successful,
    $or: unlistedPrincipals(access),
  });
}

/** A copy to another bucket names that bucket in its parameters, and this bucket among its resources. */
export function bucketsDenied(buckets: readonly NamedBucket[]): EventPattern {
  return apiCallPattern("aws.s3", {
    errorCode: [{ prefix: "AccessDenied" }],
    $or: [
      { resources: { ARN: buckets.map(({ bucketArn }) => ({ prefix: `${bucketArn}/` })) } },
      { requestParameters: { bucketName: buckets.map(({ bucketName }) => bucketName) } },
    ],
  });
}

/**
 * Policy, versioning, lifecycle, encryption, public access block or another property changed, or the bucket was
 * deleted.
 */
export function bucketConfigured(...bucketNames: string[]): EventPattern {
  return apiCallPattern("aws.s3", {
    eventName: [{ prefix: "PutBucket" }, { prefix: "DeleteBucket" }],
    requestParameters: { bucketName: bucketNames },
    ...successful,
  });
}

/**
 * An unlisted principal used a key. When S3 uses the key for a principal, the source address is that of AWS: the records of
 * the objects contain the principal and its address, and the records of the key corroborate them. Requests from another
 * account that KMS refuses are recorded in that account and not here.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html
 */
export function keysUsed(keys: readonly NamedKey[], access: StateAccess): EventPattern {
  return apiCallPattern("aws.kms", {
    ...ofKeys(keys),
    eventName: ["Decrypt", "GenerateDataKey", "ReEncrypt"],
    ...successful,
    $or: unlistedPrincipals(access),
  });
}

/**
 * A refusal is recorded without resources. Its message names the key, even if the caller used an alias, or the alias that
 * was to be changed. The message can end there, and other aliases can have the same prefix.
 */
export function keysDenied(keys: readonly NamedKey[]): EventPattern {
  const named = keys.flatMap(({ keyArn, aliasArn }) => [`*${keyArn}*`, `*${aliasArn}`, `*${aliasArn} *`]);
  return apiCallPattern("aws.kms", {
    errorCode: [{ prefix: "AccessDenied" }],
    $or: [ofKeys(keys), { errorMessage: named.map((wildcard) => ({ wildcard })) }],
  });
}

function ofKeys(keys: readonly NamedKey[]) {
  return { resources: { ARN: keys.map(({ keyArn }) => keyArn) } };
}

/** Keys became unusable, or usable by other principals. */
export function keysChanged(...keys: NamedKey[]): EventPattern {
  return apiCallPattern("aws.kms", {
    eventName: [
      "DisableKey",
      "ScheduleKeyDeletion",
      "CreateGrant",
      "PutKeyPolicy",
      "DisableKeyRotation",
      "CreateAlias",
      "UpdateAlias",
      "DeleteAlias",
    ],
    resources: { ARN: keys.flatMap(({ keyArn, aliasArn }) => [keyArn, aliasArn]) },
    ...successful,
  });
}

/** The trail was stopped, deleted, or records less than before. Some calls contain its name, others its ARN. */
export function trailChanged(trailName: string, trailArn: string): EventPattern {
  const trail = [trailName, trailArn];
  return apiCallPattern("aws.cloudtrail", {
    eventName: ["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"],
    $or: [{ requestParameters: { name: trail } }, { requestParameters: { trailName: trail } }],
  });
}

/**
 * Searchable records were removed, masked or encrypted under another key, or their retention was shortened. Some calls
 * take an ARN.
 */
export function logGroupChanged(logGroupName: string, logGroupArn: string): EventPattern {
  return apiCallPattern("aws.logs", {
    eventName: [
      "DeleteLogGroup",
      "DeleteLogStream",
      "PutRetentionPolicy",
      "PutDataProtectionPolicy",
      "AssociateKmsKey",
      "DisassociateKmsKey",
    ],
    $or: [
      { requestParameters: { logGroupName: [logGroupName] } },
      { requestParameters: { logGroupIdentifier: [logGroupName, logGroupArn] } },
      { requestParameters: { resourceIdentifier: [logGroupArn] } },
    ],
    ...successful,
  });
}

/** Rules, by the prefix of their names, were disabled, changed, removed or given another target. */
export function rulesChanged(rulePrefix: string): EventPattern {
  const rules = [{ prefix: rulePrefix }];
  return apiCallPattern("aws.events", {
    eventName: ["DisableRule", "DeleteRule", "RemoveTargets", "PutRule", "PutTargets"],
    $or: [{ requestParameters: { name: rules } }, { requestParameters: { rule: rules } }],
  });
}

/** Topics, or their subscriptions, whose ARNs begin with that of their topic, were deleted or reconfigured. */
export function topicsChanged(topicArns: readonly string[]): EventPattern {
  return apiCallPattern("aws.sns", {
    eventName: [
      "DeleteTopic",
      "SetTopicAttributes",
      "AddPermission",
      "RemovePermission",
      "Unsubscribe",
      "SetSubscriptionAttributes",
      "PutDataProtectionPolicy",
    ],
    $or: [
      { requestParameters: { topicArn: topicArns } },
      { requestParameters: { resourceArn: topicArns } },
      { requestParameters: { subscriptionArn: topicArns.map((arn) => ({ prefix: `${arn}:` })) } },
    ],
    ...successful,
  });
}

/**
 * CloudWatch Logs got a policy for all log groups of the account and region, or lost one: it can mask records, shorten
 * their retention or forward them.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html
 */
export function accountLogPolicyChanged(): EventPattern {
  return apiCallPattern("aws.logs", { eventName: ["PutAccountPolicy", "DeleteAccountPolicy"], ...successful });
}
