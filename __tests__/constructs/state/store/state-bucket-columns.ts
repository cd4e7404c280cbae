import type { RequiredKey } from "../../../../src/constructs/state/store/state-bucket-policy";
import type { PolicyDocument } from "../../../support/policy-document";
import { type Mutation, mutationsOf } from "../../../support/policy-mutations";
import { account, type Caller, type Column, insiders, outsiders } from "./access-matrix";

export interface StateBucketUnderTest {
  readonly bucketArn: string;

  /**
   * The only key that the bucket accepts.
   * @default - S3 managed keys
   */
  readonly requiredKey?: RequiredKey;

  /**
   * Whether replication writes to the bucket.
   * @default - false
   */
  readonly receivesReplicas?: boolean;
}

type ProtectedBucket = StateBucketUnderTest & Required<Pick<StateBucketUnderTest, "requiredKey">>;

const algorithm = "s3:x-amz-server-side-encryption";
const keyId = "s3:x-amz-server-side-encryption-aws-kms-key-id";

const always: Caller[] = ["root", "breakGlass"];
const configurers: Caller[] = [...always, "administrator"];

const withoutEffect = new RegExp(
  "^with all resources of (\\w+Use\\w*State|ReadersReadState|TheyListTheBucket|Deny(Plaintext|Erasing|Listing|Other|KeysOf)\\w+)$" +
    "|^without NotResource arn:aws:s3:::[\\w-]+ of DenyReadingStateToOthers$",
);

/** In a bucket policy "all resources" are the bucket and its objects, and what reads an object is not asked of a bucket. */
export function bucketMutationsOf(policy: PolicyDocument): Mutation[] {
  return mutationsOf(policy).filter(({ change }) => !withoutEffect.test(change));
}

/** For a bucket that also stores the bootstrap's own state, and accepts writes only under the key. */
export function protectedBucketColumns(bucket: ProtectedBucket): Column[] {
  const callers = callersOf(bucket);
  return [
    ...commonColumns(bucket, callers),
    ...bootstrapColumns(bucket, callers),
    ...encryptionColumns(bucket, callers),
    ...grantColumns(bucket, callers),
  ];
}

/** For a bucket to which neither applies. */
export function plainBucketColumns(bucket: StateBucketUnderTest): Column[] {
  const callers = callersOf(bucket);
  const { state, bootstrapState } = objectsOf(bucket);
  return [
    ...commonColumns(bucket, callers),
    column("s3:GetObject", bootstrapState, callers.readers),
    column("s3:PutObject", bootstrapState, callers.writers),
    ...plainEncryptionColumns(state, callers),
  ];
}

/** A bucket under S3 managed keys accepts no other keys: those of KMS, or those that a caller sends. */
function plainEncryptionColumns(state: string, { writers }: Callers): Column[] {
  const put = (note: string, context: Column["context"], allowed: readonly Caller[] = []) =>
    column("s3:PutObject", state, allowed, { note, context });
  return [
    put("without a header", undefined, writers),
    put("AES256", { [algorithm]: "AES256" }, writers),
    put("a KMS key", { [algorithm]: "aws:kms", [keyId]: "alias/other" }),
    put("AWS's own KMS key", { [algorithm]: "aws:kms" }),
    put("two layers of KMS", { [algorithm]: "aws:kms:dsse" }),
    put("a key of the caller", { "s3:x-amz-server-side-encryption-customer-algorithm": "AES256" }),
  ];
}

function commonColumns(bucket: StateBucketUnderTest, callers: Callers): Column[] {
  return [...objectColumns(bucket, callers), ...bucketColumns(bucket, callers), ...plaintextColumns(bucket)];
}

function column(action: string, resource: string, allowed: readonly Caller[], more: Partial<Column> = {}): Column {
  return { action, resource, allowed, resourceAccount: account, ...more };
}

function callersOf({ receivesReplicas }: StateBucketUnderTest) {
  const copying: Caller[] = receivesReplicas ? ["replication"] : [];
  const writers: Caller[] = [...always, "deployer", "terraformUser", ...copying];
  const readers: Caller[] = [...always, "deployer", "terraformUser", "planner", "replication"];
  return { copying, writers, readers, bootstrappers: [...configurers, ...copying] };
}

type Callers = ReturnType<typeof callersOf>;

function objectsOf({ bucketArn }: StateBucketUnderTest) {
  const state = `${bucketArn}/eks-cluster/terraform.tfstate`;
  const bootstrapState = `${bucketArn}/bootstrap/terraform.tfstate`;
  return { state, lock: `${state}.tflock`, bootstrapState, bootstrapLock: `${bootstrapState}.tflock` };
}

function contextOf(action: string, { requiredKey }: StateBucketUnderTest): Column["context"] {
  if (action !== "s3:PutObject") return undefined;
  return requiredKey ? { [algorithm]: "aws:kms", [keyId]: requiredKey.alias } : { [algorithm]: "AES256" };
}

const replicaWrites = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"];

function objectColumns(bucket: StateBucketUnderTest, { readers, writers }: Callers): Column[] {
  const { state, lock } = objectsOf(bucket);
  const writes = ["s3:PutObject", "s3:DeleteObject", "s3:PutObjectAcl", "s3:AbortMultipartUpload", "s3:RestoreObject"];
  return [
    ...["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging"].map((action) => column(action, state, readers)),
    column("s3:GetObject", lock, readers),
    column("s3:GetObject", `${bucket.bucketArn}/anything-else`, readers),
    ...writes.flatMap((action) =>
      [state, lock].map((object) => column(action, object, writers, { context: contextOf(action, bucket) })),
    ),
    ...replicaWrites.map((action) => column(action, state, writers)),
    column("s3:DeleteObjectVersion", state, ["breakGlass"]),
  ];
}

function bootstrapColumns(bucket: StateBucketUnderTest, { bootstrappers }: Callers): Column[] {
  const { bootstrapState, bootstrapLock } = objectsOf(bucket);
  const readers: Caller[] = [...configurers, "replication"];
  return [
    column("s3:DeleteObjectVersion", bootstrapState, ["breakGlass"]),
    ...replicaWrites.map((action) => column(action, bootstrapState, bootstrappers)),
    ...[bootstrapState, bootstrapLock].flatMap((object) => [
      column("s3:GetObject", object, readers),
      ...["s3:PutObject", "s3:DeleteObject", "s3:PutObjectTagging"].map((action) =>
        column(action, object, bootstrappers, { context: contextOf(action, bucket) }),
      ),
    ]),
  ];
}

const listing = ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"];
const seeing = [
  "s3:GetBucketPolicy",
  "s3:GetBucketVersioning",
  "s3:GetBucketPublicAccessBlock",
  "s3:GetEncryptionConfiguration",
  "s3:GetLifecycleConfiguration",
  "s3:GetReplicationConfiguration",
  "s3:ListTagsForResource",
];
const configuring = [
  "s3:PutBucketPolicy",
  "s3:DeleteBucketPolicy",
  "s3:PutBucketVersioning",
  "s3:PutBucketPublicAccessBlock",
  "s3:PutBucketOwnershipControls",
  "s3:PutBucketAcl",
  "s3:PutBucketNotification",
  "s3:PutBucketLogging",
  "s3:PutEncryptionConfiguration",
  "s3:PutLifecycleConfiguration",
  "s3:PutReplicationConfiguration",
  "s3:PutInventoryConfiguration",
];

function bucketColumns({ bucketArn }: StateBucketUnderTest, { readers }: Callers): Column[] {
  return [
    ...listing.map((action) => column(action, bucketArn, [...readers, "administrator"])),
    ...seeing.map((action) => column(action, bucketArn, insiders, { notAllowed: outsiders })),
    ...configuring.map((action) => column(action, bucketArn, configurers)),
    column("s3:DeleteBucket", bucketArn, ["breakGlass"]),
  ];
}

function plaintextColumns(bucket: StateBucketUnderTest): Column[] {
  const more = { context: { "aws:SecureTransport": "false" }, note: "without TLS" };
  return [
    column("s3:GetObject", objectsOf(bucket).state, [], more),
    column("s3:ListBucket", bucket.bucketArn, [], more),
  ];
}

function encryptionColumns(bucket: ProtectedBucket, { writers }: Callers): Column[] {
  const { keyArn, aliasArn, alias } = bucket.requiredKey;
  const put = (note: string, context: Column["context"], allowed: Caller[] = []) =>
    column("s3:PutObject", objectsOf(bucket).state, allowed, { note, context });
  const otherKeys = [`${keyArn}0`, aliasArn.replace(account, "210987654321"), "alias/other"];
  return [
    put("without encryption", undefined),
    put("AES256", { [algorithm]: "AES256" }),
    put("a key of the caller", { "s3:x-amz-server-side-encryption-customer-algorithm": "AES256" }),
    put("AES256 and key", { [algorithm]: "AES256", [keyId]: alias }),
    put("AWS's own key", { [algorithm]: "aws:kms" }),
    ...otherKeys.map((key) => put(key, { [algorithm]: "aws:kms", [keyId]: key })),
    ...[keyArn, aliasArn].map((key) => put(key, { [algorithm]: "aws:kms", [keyId]: key }, writers)),
  ];
}

/** In an account of its own the bucket shows what its policy grants by itself, since there nothing else does. */
function grantColumns(bucket: StateBucketUnderTest, { copying, readers, bootstrappers }: Callers): Column[] {
  const { state, lock, bootstrapState, bootstrapLock } = objectsOf(bucket);
  const granted = (action: string, resource: string, allowed: Caller[], notAllowed: Caller[]): Column => ({
    action,
    resource,
    allowed,
    notAllowed,
    context: contextOf(action, bucket),
    resourceAccount: "999999999999",
    note: "by the bucket policy itself",
  });
  const writing: Caller[] = ["deployer", "terraformUser"];
  const reading: Caller[] = [...writing, "planner"];
  const listing: Caller[] = [...reading, "administrator"];
  return [
    ...[state, lock].map((object) => granted("s3:GetObject", object, reading, [...always, "replication"])),
    granted("s3:GetObjectVersion", state, [], readers),
    granted("s3:PutObject", state, writing, [...always, ...copying]),
    granted("s3:DeleteObject", lock, writing, [...always, ...copying]),
    granted("s3:ListBucket", bucket.bucketArn, listing, [...always, "replication"]),
    granted("s3:ListBucketVersions", bucket.bucketArn, [], [...readers, "administrator"]),
    granted("s3:PutObjectTagging", bootstrapState, [], bootstrappers),
    ...[bootstrapState, bootstrapLock].flatMap((object) => [
      granted("s3:GetObject", object, ["administrator"], [...always, "replication"]),
      ...["s3:PutObject", "s3:DeleteObject"].map((action) =>
        granted(action, object, ["administrator"], [...always, ...copying]),
      ),
    ]),
  ];
}
