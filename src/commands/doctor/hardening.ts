import {
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import type { Creator } from "../checks/bootstrap-command";
import { ok, type Finding } from "../checks/finding";
import { checkKey } from "../checks/key";
import { check, checkAndKeep, type Check } from "./check";
import { checkLifecycle } from "./lifecycle";
import { checkPolicy } from "./policy";
import { configured, drift, type Subject } from "./subject";

/**
 * Checks that an existing state bucket is configured as the bootstrap stack declares it, one check for each part, and
 * that its key can be used.
 *
 * @param stateKey key of the state object
 * @param createdBy finds the command that creates the encryption key
 * @returns the checks, and the bucket with its encryption key if one was found
 */
export async function checkHardening(
  scope: string,
  { client, declared }: Subject,
  stateKey: string,
  createdBy: Creator,
): Promise<{ readonly checks: readonly Check[]; readonly subject: Subject }> {
  const { keyAlias: alias, bucketName: bucket, region } = declared;
  const backend = { bucket, region, key: stateKey };
  const key =
    alias === undefined
      ? undefined
      : await checkAndKeep(scope, "key", async () => checkKey({ client, backend }, alias, createdBy));
  const subject = { client, declared, keyArn: key?.found };
  const checks = await Promise.all([
    check(scope, "versioning", async () => checkVersioning(subject)),
    check(scope, "encryption", async () => checkEncryption(subject)),
    check(scope, "public access", async () => checkPublicAccess(subject)),
    check(scope, "ownership", async () => checkOwnership(subject)),
    check(scope, "lifecycle", async () => checkLifecycle(subject)),
    check(scope, "bucket policy", async () => checkPolicy(subject)),
  ]);
  return { checks: [...checks, ...(key ? [key.check] : [])], subject };
}

async function checkVersioning({ client, declared: { bucketName: Bucket } }: Subject): Promise<Finding> {
  const { Status = "never enabled" } = await client.send(new GetBucketVersioningCommand({ Bucket }));
  if (Status === "Enabled") return ok("enabled");
  throw drift(`versioning is ${Status.toLowerCase()}: an overwritten state cannot be restored`);
}

async function checkEncryption({ client, declared, keyArn }: Subject): Promise<Finding> {
  const Bucket = declared.bucketName;
  const algorithm = declared.keyAlias === undefined ? "AES256" : "aws:kms";
  const answer = await configured(client.send(new GetBucketEncryptionCommand({ Bucket })));
  const rule = answer?.ServerSideEncryptionConfiguration?.Rules?.[0];
  const { SSEAlgorithm, KMSMasterKeyID } = rule?.ApplyServerSideEncryptionByDefault ?? {};
  if (SSEAlgorithm !== algorithm) {
    throw drift(`the bucket encrypts with ${SSEAlgorithm ?? "nothing"}, declared is ${algorithm}`);
  }
  if (algorithm === "AES256") return ok(algorithm);
  if (keyArn !== undefined && KMSMasterKeyID !== keyArn) {
    throw drift(`the bucket encrypts with ${KMSMasterKeyID ?? "no key"}, declared is ${keyArn}`);
  }
  if (!rule?.BucketKeyEnabled) throw drift("the bucket key is off, so every access calls KMS");
  return ok(`${algorithm} with ${KMSMasterKeyID ?? "no key"}, bucket key on`);
}

async function checkPublicAccess({ client, declared: { bucketName: Bucket } }: Subject): Promise<Finding> {
  const answer = await configured(client.send(new GetPublicAccessBlockCommand({ Bucket })));
  const block = answer?.PublicAccessBlockConfiguration ?? {};
  const flags = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"] as const;
  const off = flags.filter((flag) => !block[flag]);
  if (off.length === 0) return ok("blocked");
  throw drift(`public access is not blocked: ${off.join(", ")} off`);
}

async function checkOwnership({ client, declared: { bucketName: Bucket } }: Subject): Promise<Finding> {
  const answer = await configured(client.send(new GetBucketOwnershipControlsCommand({ Bucket })));
  const ownership = answer?.OwnershipControls?.Rules?.[0]?.ObjectOwnership ?? "not set";
  if (ownership === "BucketOwnerEnforced") return ok(ownership);
  throw drift(`object ownership is ${ownership}, declared is BucketOwnerEnforced`);
}
