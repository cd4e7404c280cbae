import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { arn } from "../../iam/arn";
import { equals } from "../../iam/policy-conditions";
import { stateObjectArns } from "../store/state-bucket-policy";

/** One environment's state, for the permissions of the principals that use it. */
export interface StateReference {
  readonly bucketArn: string;
  readonly stateKey: string;
  readonly region: string;

  /**
   * The KMS key that encrypts it.
   * @default - S3 managed keys, which need no permission
   */
  readonly encryptionKeyArn?: string;

  /** Account of bucket and key. */
  readonly accountId: string;
}

const stateEncryption = ["kms:Decrypt", "kms:GenerateDataKey"];

/** All state of one account, for a principal that uses the state of each of its environments. */
export interface AccountStates {
  readonly accountId: string;

  /** ARN that all buckets with state have, with a wildcard: `arn:aws:s3:::my-terraform-state-*`. */
  readonly bucketArns: string;

  /** ARNs of other buckets of the account that match it. The permissions do not reach them. */
  readonly otherBucketArns: readonly string[];
}

/**
 * The minimum permissions that an apply needs on the state: read and write it, acquire and release its lock, and read
 * its versions. The state itself never needs to be deleted. `planPermissions` include the description of any key.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
 */
export function writingPermissions(states: readonly StateReference[]): DataAwsIamPolicyDocumentStatement[] {
  return [...objectUse(states), ...keyUse(states, stateEncryption)];
}

type StoredObject = Pick<StateReference, "bucketArn" | "stateKey">;

function objectUse(states: readonly StoredObject[]): DataAwsIamPolicyDocumentStatement[] {
  const objects = states.map(({ bucketArn, stateKey }) => stateObjectArns(bucketArn, stateKey));
  return [
    lookingAround(states),
    { sid: "UseState", actions: ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"], resources: objects.flat() },
    { sid: "GiveBackLock", actions: ["s3:DeleteObject"], resources: objects.map(([, lock]) => lock) },
  ];
}

/**
 * `writingPermissions` of a length that does not grow with the number of environments. Only keys are a list.
 *
 * @param account all of whose state is in the list
 */
export function writingPermissionsInAccount(
  states: readonly StateReference[],
  account: AccountStates,
): DataAwsIamPolicyDocumentStatement[] {
  const { accountId, bucketArns, otherBucketArns } = account;
  const keys = [...new Set(states.map(({ stateKey }) => stateKey))];
  const everywhere = keys.map((stateKey) => ({ bucketArn: bucketArns, stateKey }));
  const inAccount = [equals("aws:ResourceAccount", accountId)];
  return [
    // First, so that it is in the same policy as the permissions that it limits.
    {
      sid: "LeaveOtherBuckets",
      effect: "Deny",
      actions: ["s3:*"],
      resources: otherBucketArns.flatMap((bucketArn) => [bucketArn, `${bucketArn}/*`]),
    },
    ...objectUse(everywhere).map((statement) => ({ ...statement, condition: inAccount })),
    ...keyUse(states, stateEncryption),
  ];
}

/** Permissions of a plan without a lock, in addition to `planPermissions`. */
export function readingPermissions(states: readonly StateReference[]): DataAwsIamPolicyDocumentStatement[] {
  return [
    lookingAround(states),
    {
      sid: "ReadState",
      actions: ["s3:GetObject", "s3:GetObjectVersion"],
      resources: states.map(({ bucketArn, stateKey }) => `${bucketArn}/${stateKey}`),
    },
    ...keyUse(states, ["kms:Decrypt"]),
  ];
}

/** Full access to the state, for emergencies: including reading objects under a key that is no longer in use. */
export function breakGlassPermissions(states: readonly StateReference[]): DataAwsIamPolicyDocumentStatement[] {
  const keys = keysOf(states);
  return [
    {
      sid: "DoAnythingToState",
      actions: ["s3:*"],
      resources: states.flatMap(({ bucketArn }) => [bucketArn, `${bucketArn}/*`]),
    },
    ...(keys.length > 0 ? [{ sid: "DoAnythingToKeys", actions: ["kms:*"], resources: keys }] : []),
    {
      sid: "ReadUnderFormerKeys",
      actions: ["kms:Decrypt"],
      resources: [...new Set(states.map(anyKeyArn))],
      condition: [throughS3(states)],
    },
  ];
}

/**
 * Without `s3:ListBucket` a state that does not exist yet would cause "access denied" instead of being empty. A
 * deployment compares the state with the versions, and `doctor` reads the configuration.
 */
function lookingAround(states: readonly StoredObject[]): DataAwsIamPolicyDocumentStatement {
  const actions = [
    "s3:ListBucket",
    "s3:ListBucketVersions",
    "s3:GetBucketVersioning",
    "s3:GetEncryptionConfiguration",
    "s3:GetBucketPublicAccessBlock",
    "s3:GetBucketOwnershipControls",
    "s3:GetLifecycleConfiguration",
    "s3:GetBucketPolicy",
    "s3:GetReplicationConfiguration",
  ];
  return { sid: "LookAtBuckets", actions, resources: [...new Set(states.map(({ bucketArn }) => bucketArn))] };
}

function keyUse(states: readonly StateReference[], actions: string[]): DataAwsIamPolicyDocumentStatement[] {
  const resources = keysOf(states);
  if (resources.length === 0) return [];
  return [{ sid: "UseKeysThroughS3", actions, resources, condition: [throughS3(states)] }];
}

function anyKeyArn({ region, accountId }: StateReference): string {
  return arn({ region, accountId }, "kms", "key/*");
}

function throughS3(states: readonly StateReference[]) {
  const services = states.map(({ region }) => `s3.${region}.amazonaws.com`);
  return { test: "StringEquals", variable: "kms:ViaService", values: [...new Set(services)] };
}

function keysOf(states: readonly StateReference[]): string[] {
  return [...new Set(states.flatMap(({ encryptionKeyArn }) => encryptionKeyArn ?? []))];
}
