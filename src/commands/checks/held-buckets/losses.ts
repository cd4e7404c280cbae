import type { Deletion } from "../../terraform/plan";
import type { TerraformState } from "../../remote-state/terraform-state";
import { bucketsOf, type Bucket } from "./state-buckets";

/** A bucket, and what it would lose. */
export interface BucketLoss extends Bucket {
  readonly lost: readonly string[];
}

const protections: ReadonlySet<string> = new Set([
  "aws_s3_bucket",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_object_lock_configuration",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
]);

const keys: ReadonlySet<string> = new Set(["aws_kms_external_key", "aws_kms_key", "aws_kms_replica_key"]);

/**
 * The buckets of a state that these deletions would affect: the bucket itself, a resource that protects it, or a key
 * that may encrypt versions in it. Only the versions themselves record which key encrypts them, so every key in the
 * region of the bucket counts, except those that a topic names.
 */
export function lossesOf(state: TerraformState, deletions: readonly Deletion[]): BucketLoss[] {
  const lost = deletions.filter((deletion) => !isPutBack(deletion));
  const lostKeys = lostKeysOf(state, deletions);
  return bucketsOf(state).flatMap((bucket) => {
    const own = lost.filter(({ type, before }) => protections.has(type) && before.bucket === bucket.bucket);
    const encrypting = lostKeys.filter(({ before }) => regionOfArn(before.arn) === bucket.region);
    const addresses = [...own, ...encrypting].map(({ address }) => address);
    return addresses.length > 0 ? [{ ...bucket, lost: [...new Set(addresses)] }] : [];
  });
}

/**
 * The keys that would be lost while the state has no bucket in their region: they may encrypt the contents of buckets
 * that bootstrap no longer manages.
 */
export function unplacedKeys(state: TerraformState, deletions: readonly Deletion[]): string[] {
  const regions = new Set(bucketsOf(state).map(({ region }) => region));
  const unplaced = lostKeysOf(state, deletions).filter(({ before }) => !regions.has(regionOfArn(before.arn) ?? ""));
  return unplaced.map(({ address }) => address);
}

/** The keys that would be deleted and that encrypt more than the messages of a topic. */
function lostKeysOf(state: TerraformState, deletions: readonly Deletion[]): Deletion[] {
  const topics = state.resources.filter(({ type }) => type === "aws_sns_topic");
  const ofTopics = new Set<unknown>(topics.flatMap(keysOfTopics));
  return deletions.filter(
    ({ type, before }) => keys.has(type) && !ofTopics.has(before.arn) && !ofTopics.has(before.key_id),
  );
}

/** A protection that is replaced for the same bucket is not lost. A bucket or a key that is replaced is lost. */
function isPutBack({ type, before, after }: Deletion): boolean {
  return type !== "aws_s3_bucket" && protections.has(type) && after !== undefined && after.bucket === before.bucket;
}

function keysOfTopics({ instances }: TerraformState["resources"][number]): string[] {
  return instances.flatMap(({ attributes }) => {
    const key = attributes?.kms_master_key_id;
    return typeof key === "string" ? [key] : [];
  });
}

function regionOfArn(arn: unknown): string | undefined {
  return typeof arn === "string" ? arn.split(":")[3] : undefined;
}
