import type { StateAccess } from "../state-access";
import { apiCallPattern, type EventPattern } from "./event-pattern";
import { strangers } from "./identity-pattern";

const successful = { errorCode: [{ exists: false }] };

/**
 * The alerts about the objects and the configuration of a state bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
export function bucketPatterns(bucketName: string, bucketArn: string, access: StateAccess) {
  const object = { prefix: `${bucketArn}/` };
  return {
    /**
     * Objects were read, written or listed by somebody who is not on the list. A record of listing objects, or of deleting
     * many at once, names the bucket alone, and so does that of configuring it, which is not about data.
     */
    used: apiCallPattern("aws.s3", {
      resources: { ARN: [bucketArn, object] },
      managementEvent: [false],
      ...successful,
      $or: strangers(access),
    }),

    /** A copy to another bucket names that bucket in its parameters, and this one among its resources. */
    denied: apiCallPattern("aws.s3", {
      errorCode: [{ prefix: "AccessDenied" }],
      $or: [{ resources: { ARN: [object] } }, { requestParameters: { bucketName: [bucketName] } }],
    }),
    configured: bucketConfigured(bucketName),
  };
}

/** Policy, versioning, lifecycle, encryption, public access block and the rest, or a bucket itself is gone. */
export function bucketConfigured(...bucketNames: string[]): EventPattern {
  return apiCallPattern("aws.s3", {
    eventName: [{ prefix: "PutBucket" }, { prefix: "DeleteBucket" }],
    requestParameters: { bucketName: bucketNames },
    ...successful,
  });
}

/**
 * The alerts about a state key. What S3 does with it for somebody has AWS as its source address: who and from where is in
 * the records of the objects, and these corroborate them. What KMS refuses to callers of another account is recorded there
 * and not here.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html
 */
export function keyPatterns(keyArn: string, aliasArn: string, access: StateAccess) {
  const key = { resources: { ARN: [keyArn] } };
  const use = { eventName: ["Decrypt", "GenerateDataKey", "ReEncrypt"] };
  return {
    used: apiCallPattern("aws.kms", { ...key, ...use, ...successful, $or: strangers(access) }),

    /**
     * A refusal is recorded without resources. Its message names the key, also when the caller gave an alias, or the alias
     * that was to be changed; the message may end there, and other aliases may begin alike.
     */
    denied: apiCallPattern("aws.kms", {
      errorCode: [{ prefix: "AccessDenied" }],
      $or: [key, { errorMessage: [`*${keyArn}*`, `*${aliasArn}`, `*${aliasArn} *`].map((wildcard) => ({ wildcard })) }],
    }),
  };
}

/** A key was made unusable, or usable by others. */
export function keyChanged(keyArn: string, aliasArn: string): EventPattern {
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
    resources: { ARN: [keyArn, aliasArn] },
    ...successful,
  });
}

/** The trail was stopped, deleted, or records less than before. Some calls name it, others give its ARN. */
export function trailChanged(trailName: string, trailArn: string): EventPattern {
  const trail = [trailName, trailArn];
  return apiCallPattern("aws.cloudtrail", {
    eventName: ["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"],
    $or: [{ requestParameters: { name: trail } }, { requestParameters: { trailName: trail } }],
  });
}

/** Searchable records were removed, hidden or put under another key, or are kept for less long. Some calls take an ARN. */
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

/** Rules, by the beginning of their names, were switched off, changed, removed or sent elsewhere. */
export function rulesChanged(rulePrefix: string): EventPattern {
  const rules = [{ prefix: rulePrefix }];
  return apiCallPattern("aws.events", {
    eventName: ["DisableRule", "DeleteRule", "RemoveTargets", "PutRule", "PutTargets"],
    $or: [{ requestParameters: { name: rules } }, { requestParameters: { rule: rules } }],
  });
}

/** Topics were deleted or set up otherwise, or their subscriptions, whose ARNs begin with that of their topic. */
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
