import { bucketArn } from "../../src/constructs/iam/arn";
import { arnOf } from "./arns";
import { documentAt, unknownResourcePolicy } from "./documents";
import { type Ask, type Question, question } from "./question";
import { bucketPolicy, keyByAlias, type StateStore, stateStoreOf, type Subject, tagsOf } from "./subject";

/** Who can read, write, lock and erase the state of an environment, and use or destroy its key. */
export function stateQuestions(subject: Subject): readonly Question[] {
  const store = stateStoreOf(subject.stack);
  if (store === undefined) return [];
  return [...bucketQuestions(subject, store), ...copyQuestions(subject, store), ...keyQuestions(subject, store)];
}

function bucketQuestions(subject: Subject, store: StateStore): readonly Question[] {
  const { bucket, key } = store;
  const asks = asksOf(subject, bucket, store);
  const write = encryptionOf(store);
  const lock = `${key}.tflock`;
  const versions = "an old version of the state object";
  return [
    question(["read-state", "State", "read", `s3:GetObject on ${key} in ${bucket}`], [asks("s3:GetObject", key)]),
    question(
      ["write-state", "State", "write", `s3:PutObject on ${key}, encrypted as Terraform does`],
      [asks("s3:PutObject", key, write)],
    ),
    question(
      ["lock-state", "State", "lock and unlock", `s3:PutObject and s3:DeleteObject on ${lock}`],
      [asks("s3:PutObject", lock, write), asks("s3:DeleteObject", lock)],
      "all",
    ),
    question(
      ["list-versions", "State", "list versions", `s3:ListBucketVersions on ${bucket}`],
      [asks("s3:ListBucketVersions")],
    ),
    question(
      ["restore-version", "State", "restore an old version", `s3:GetObjectVersion of ${versions} and s3:PutObject`],
      [asks("s3:GetObjectVersion", key), asks("s3:PutObject", key, write)],
      "all",
    ),
    question(
      ["erase-state", "State", "erase for good", `s3:DeleteObjectVersion on ${key}, or s3:DeleteBucket`],
      [asks("s3:DeleteObjectVersion", key), asks("s3:DeleteBucket")],
    ),
    question(
      [
        "change-bucket-policy",
        "State",
        "change the bucket's policy",
        `s3:PutBucketPolicy or s3:DeleteBucketPolicy on ${bucket}`,
      ],
      [asks("s3:PutBucketPolicy"), asks("s3:DeleteBucketPolicy")],
    ),
  ];
}

function copyQuestions(subject: Subject, store: StateStore): readonly Question[] {
  const { replicaRegion } = subject.environment.state;
  if (replicaRegion === undefined) return [];
  const bucket = `${store.bucket}-replica`;
  const asks = asksOf(subject, bucket, { ...store, region: replicaRegion });
  return [
    question(
      ["read-copy", "Copy of the state", "read", `s3:GetObject on ${store.key} in ${bucket}`],
      [asks("s3:GetObject", store.key)],
    ),
    question(
      [
        "erase-copy",
        "Copy of the state",
        "erase for good",
        `s3:DeleteObjectVersion on ${store.key}, or s3:DeleteBucket`,
      ],
      [asks("s3:DeleteObjectVersion", store.key), asks("s3:DeleteBucket")],
    ),
  ];
}

/** Requests to a bucket or to an object in it. */
function asksOf({ account, bootstrap }: Subject, bucket: string, { region }: StateStore) {
  const policy = bucketPolicy(bootstrap, bucket);
  const arn = bucketArn(region, bucket);
  return (action: string, key?: string, context?: Ask["context"]): Ask => ({
    action,
    resource: key === undefined ? arn : `${arn}/${key}`,
    account: account.accountId,
    policy,
    ...(context && { context, absent: [encryptionHeader] }),
  });
}

const encryptionHeader = "s3:x-amz-server-side-encryption";

/**
 * Headers with which Terraform writes the state.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#state-storage
 */
function encryptionOf({ kmsKeyId }: StateStore): Readonly<Record<string, string>> {
  if (kmsKeyId === undefined) return { [encryptionHeader]: "AES256" };
  return { [encryptionHeader]: "aws:kms", [`${encryptionHeader}-aws-kms-key-id`]: kmsKeyId };
}

/** Actions after which a key no longer protects what it should, or decrypts nothing any more. */
export const keyDangers = ["kms:PutKeyPolicy", "kms:DisableKey", "kms:ScheduleKeyDeletion"];

function keyQuestions({ account, bootstrap }: Subject, { kmsKeyId, region }: StateStore): readonly Question[] {
  if (kmsKeyId === undefined) return [];
  const block = bootstrap && keyByAlias(bootstrap, kmsKeyId, region);
  const arn = block && arnOf(block, bootstrap);
  const reason = `the policy of ${kmsKeyId} decides, a key that no stack here creates`;
  const policy = block ? documentAt(bootstrap, block.address) : unknownResourcePolicy(kmsKeyId, reason);
  const tags = block && tagsOf(block, bootstrap);
  const ask = (action: string): Ask => ({
    action,
    resource: arn ?? `arn:aws:kms:${region}:${account.accountId}:key/unknown`,
    account: account.accountId,
    policy,
    ...(tags && { tags }),
  });
  return [
    question(["decrypt-state", "State key", "decrypt", "kms:Decrypt with the key of the state"], [ask("kms:Decrypt")]),
    question(
      ["encrypt-state", "State key", "encrypt", "kms:GenerateDataKey with the key of the state"],
      [ask("kms:GenerateDataKey")],
    ),
    question(
      ["endanger-state-key", "State key", "change its policy, disable or delete it", keyDangers.join(", ")],
      keyDangers.map(ask),
    ),
  ];
}
