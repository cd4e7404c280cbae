import {
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { check, failure, ok, type Check, type Finding } from "./check";
import { checkLifecycle } from "./lifecycle";
import { checkPolicy } from "./policy";
import { configured, mending, type Subject } from "./subject";

/** Checks that a state bucket is configured as the bootstrap stack declares it, one check for each part. */
export async function checkHardening(scope: string, subject: Subject): Promise<Check[]> {
  return Promise.all([
    check(scope, "versioning", async () => checkVersioning(subject)),
    check(scope, "encryption", async () => checkEncryption(subject)),
    check(scope, "public access", async () => checkPublicAccess(subject)),
    check(scope, "ownership", async () => checkOwnership(subject)),
    check(scope, "lifecycle", async () => checkLifecycle(subject)),
    check(scope, "bucket policy", async () => checkPolicy(subject)),
  ]);
}

async function checkVersioning({ client, declared: { bucketName: Bucket } }: Subject): Promise<Finding> {
  const { Status = "never enabled" } = await client.send(new GetBucketVersioningCommand({ Bucket }));
  if (Status === "Enabled") return ok("enabled");
  return failure(`versioning is ${Status.toLowerCase()}: an overwritten state cannot be restored`, mending);
}

async function checkEncryption({ client, declared, keyArn }: Subject): Promise<Finding> {
  const Bucket = declared.bucketName;
  const algorithm = declared.keyAlias === undefined ? "AES256" : "aws:kms";
  const answer = await configured(client.send(new GetBucketEncryptionCommand({ Bucket })));
  const rule = answer?.ServerSideEncryptionConfiguration?.Rules?.[0];
  const { SSEAlgorithm, KMSMasterKeyID } = rule?.ApplyServerSideEncryptionByDefault ?? {};
  if (SSEAlgorithm !== algorithm) {
    return failure(`the bucket encrypts with ${SSEAlgorithm ?? "nothing"}, declared is ${algorithm}`, mending);
  }
  if (algorithm === "AES256") return ok(algorithm);
  if (keyArn !== undefined && KMSMasterKeyID !== keyArn) {
    return failure(`the bucket encrypts with ${KMSMasterKeyID ?? "no key"}, declared is ${keyArn}`, mending);
  }
  if (!rule?.BucketKeyEnabled) return failure("the bucket key is off, so every access calls KMS", mending);
  return ok(`${algorithm} with ${KMSMasterKeyID ?? "no key"}, bucket key on`);
}

async function checkPublicAccess({ client, declared: { bucketName: Bucket } }: Subject): Promise<Finding> {
  const answer = await configured(client.send(new GetPublicAccessBlockCommand({ Bucket })));
  const block = answer?.PublicAccessBlockConfiguration ?? {};
  const flags = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"] as const;
  const off = flags.filter((flag) => !block[flag]);
  return off.length === 0 ? ok("blocked") : failure(`public access is not blocked: ${off.join(", ")} off`, mending);
}

async function checkOwnership({ client, declared: { bucketName: Bucket } }: Subject): Promise<Finding> {
  const answer = await configured(client.send(new GetBucketOwnershipControlsCommand({ Bucket })));
  const ownership = answer?.OwnershipControls?.Rules?.[0]?.ObjectOwnership ?? "not set";
  if (ownership === "BucketOwnerEnforced") return ok(ownership);
  return failure(`object ownership is ${ownership}, declared is BucketOwnerEnforced`, mending);
}
