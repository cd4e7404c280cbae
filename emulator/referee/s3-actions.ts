import type { AccessNeed } from "./access-need";
import type { RecordedCall } from "./recorded-call";

/**
 * IAM actions of the S3 operations whose action has another name. The second of two is that of a call with a version.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
const actions: Readonly<Record<string, string | readonly [current: string, version: string]>> = {
  CompleteMultipartUpload: "PutObject",
  CreateMultipartUpload: "PutObject",
  DeleteBucketAnalyticsConfiguration: "PutAnalyticsConfiguration",
  DeleteBucketCors: "PutBucketCORS",
  DeleteBucketEncryption: "PutEncryptionConfiguration",
  DeleteBucketInventoryConfiguration: "PutInventoryConfiguration",
  DeleteBucketLifecycle: "PutLifecycleConfiguration",
  DeleteBucketMetricsConfiguration: "PutMetricsConfiguration",
  DeleteBucketOwnershipControls: "PutBucketOwnershipControls",
  DeleteBucketReplication: "PutReplicationConfiguration",
  DeleteBucketTagging: "PutBucketTagging",
  DeleteObject: ["DeleteObject", "DeleteObjectVersion"],
  DeleteObjectTagging: ["DeleteObjectTagging", "DeleteObjectVersionTagging"],
  DeletePublicAccessBlock: "PutBucketPublicAccessBlock",
  GetBucketAccelerateConfiguration: "GetAccelerateConfiguration",
  GetBucketAnalyticsConfiguration: "GetAnalyticsConfiguration",
  GetBucketCors: "GetBucketCORS",
  GetBucketEncryption: "GetEncryptionConfiguration",
  GetBucketInventoryConfiguration: "GetInventoryConfiguration",
  GetBucketLifecycleConfiguration: "GetLifecycleConfiguration",
  GetBucketMetricsConfiguration: "GetMetricsConfiguration",
  GetBucketNotificationConfiguration: "GetBucketNotification",
  GetBucketReplication: "GetReplicationConfiguration",
  GetObject: ["GetObject", "GetObjectVersion"],
  GetObjectAcl: ["GetObjectAcl", "GetObjectVersionAcl"],
  GetObjectLockConfiguration: "GetBucketObjectLockConfiguration",
  GetObjectTagging: ["GetObjectTagging", "GetObjectVersionTagging"],
  GetPublicAccessBlock: "GetBucketPublicAccessBlock",
  HeadBucket: "ListBucket",
  HeadObject: ["GetObject", "GetObjectVersion"],
  ListBuckets: "ListAllMyBuckets",
  ListMultipartUploads: "ListBucketMultipartUploads",
  ListObjectVersions: "ListBucketVersions",
  ListObjects: "ListBucket",
  ListObjectsV2: "ListBucket",
  ListParts: "ListMultipartUploadParts",
  PutBucketAccelerateConfiguration: "PutAccelerateConfiguration",
  PutBucketAnalyticsConfiguration: "PutAnalyticsConfiguration",
  PutBucketCors: "PutBucketCORS",
  PutBucketEncryption: "PutEncryptionConfiguration",
  PutBucketInventoryConfiguration: "PutInventoryConfiguration",
  PutBucketLifecycleConfiguration: "PutLifecycleConfiguration",
  PutBucketMetricsConfiguration: "PutMetricsConfiguration",
  PutBucketNotificationConfiguration: "PutBucketNotification",
  PutBucketReplication: "PutReplicationConfiguration",
  PutObjectAcl: ["PutObjectAcl", "PutObjectVersionAcl"],
  PutObjectLockConfiguration: "PutBucketObjectLockConfiguration",
  PutObjectTagging: ["PutObjectTagging", "PutObjectVersionTagging"],
  PutPublicAccessBlock: "PutBucketPublicAccessBlock",
  UploadPart: "PutObject",
};

const grants = ["ACL", "GrantFullControl", "GrantRead", "GrantReadACP", "GrantWriteACP"];

const ofNewObjects: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(grants.map((name) => [name, ["PutObjectAcl"]])),
  ObjectLockLegalHoldStatus: ["PutObjectLegalHold"],
  ObjectLockMode: ["PutObjectRetention"],
  Tagging: ["PutObjectTagging"],
};

/** What an operation needs in addition when it has one of these parameters. */
const actionsOfParameters: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  CreateBucket: {
    ACL: ["PutBucketAcl"],
    ObjectLockEnabledForBucket: ["PutBucketObjectLockConfiguration", "PutBucketVersioning"],
    ObjectOwnership: ["PutBucketOwnershipControls"],
  },
  CopyObject: ofNewObjects,
  CreateMultipartUpload: ofNewObjects,
  // see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-delete-enforce.html
  DeleteObject: { IfMatch: ["GetObject"] },
  PutObject: { ...ofNewObjects, IfMatch: ["GetObject"] },
};

/** The actions of an S3 operation on the bucket or the objects that it names. */
export function s3Needs(call: RecordedCall): AccessNeed[] {
  const { operation, parameters } = call;
  if (operation === "DeleteObjects") return deletions(call);
  if (operation === "CopyObject") return copying(call);
  const named = actions[operation] ?? operation;
  const name = typeof named === "string" ? named : named[parameters.VersionId === undefined ? 0 : 1];
  return [{ action: `s3:${name}` }, ...furtherNeeds(call)];
}

function furtherNeeds({ operation, parameters }: RecordedCall): AccessNeed[] {
  return Object.entries(actionsOfParameters[operation] ?? {})
    .filter(([parameter]) => Boolean(parameters[parameter]))
    .flatMap(([parameter, names]) => names.map((one) => ({ action: `s3:${one}`, reason: `${parameter} is given` })));
}

/** The target of an object, with what is known about it. */
export function objectTarget({ facts, account }: RecordedCall, bucket: string, key: string) {
  const bucketFacts = facts.resources[bucket];
  const objectFacts = facts.resources[`${bucket}/${key}`];
  const bucketArn = bucketFacts?.arn ?? `arn:aws:s3:::${bucket}`;
  const owner = bucketFacts?.account ?? account;
  return {
    arn: `${bucketArn}/${key}`,
    facts: { account: owner, arn: `${bucketArn}/${key}`, policy: bucketFacts?.policy, ...objectFacts },
  };
}

function deletions(call: RecordedCall): AccessNeed[] {
  const { Objects = [] } = (call.parameters.Delete ?? {}) as { Objects?: { Key: string; VersionId?: string }[] };
  return Objects.map(({ Key, VersionId }) => ({
    action: VersionId === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion",
    targets: [objectTarget(call, String(call.parameters.Bucket), Key)],
    ...(VersionId === undefined ? {} : { context: { "s3:VersionId": VersionId } }),
  }));
}

function copying(call: RecordedCall): AccessNeed[] {
  const [bucket, key, version] = sourceOf(call.parameters.CopySource);
  const read = version === undefined ? "s3:GetObject" : "s3:GetObjectVersion";
  const source = objectTarget(call, bucket, key);
  return [
    { action: "s3:PutObject" },
    { action: read, targets: [source], reason: "the source of the copy" },
    ...furtherNeeds(call),
  ];
}

/** Bucket, key and version of the source of a copy. */
export function sourceOf(source: unknown): [bucket: string, key: string, version: string | undefined] {
  const { Bucket, Key, VersionId } =
    typeof source === "string" ? partsOf(source) : (source as { Bucket: string; Key: string; VersionId?: string });
  return [Bucket, Key, VersionId];
}

function partsOf(source: string) {
  const [, Bucket = "", path = "", VersionId] = /^\/?([^/]+)\/([^?]*)(?:\?versionId=(.*))?$/.exec(source) ?? [];
  return { Bucket, Key: decodeURIComponent(path), VersionId };
}
