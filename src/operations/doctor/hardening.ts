import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  S3ServiceException,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { DeclaredState } from "../state/declared-state";
import { check, failure, ok, type Check, type Finding } from "./check";

/** What a bucket's configuration is expected to be, and where it is read. */
interface Subject {
  readonly client: S3Client;
  readonly Bucket: string;
}

const nextStep = "npx cdktf diff bootstrap shows the difference, npx cdktf deploy bootstrap mends it";

/** Answers of S3 that mean that something was never configured. */
const notConfigured =
  /^(ServerSideEncryptionConfigurationNotFoundError|NoSuchPublicAccessBlockConfiguration|OwnershipControlsNotFoundError|NoSuchLifecycleConfiguration|NoSuchBucketPolicy)$/;

/**
 * Whether a state bucket is as the bootstrap stack declares it, one check for each part.
 *
 * @param keyArn key that the bucket should encrypt with, when it is known
 */
export async function checkHardening(
  scope: string,
  client: S3Client,
  { home, backend }: DeclaredState,
  keyArn: string | undefined,
): Promise<Check[]> {
  const subject = { client, Bucket: backend.bucket };
  return Promise.all([
    check(scope, "versioning", async () => checkVersioning(subject)),
    check(scope, "encryption", async () => checkEncryption(subject, home.state.encryption, keyArn)),
    check(scope, "public access", async () => checkPublicAccess(subject)),
    check(scope, "ownership", async () => checkOwnership(subject)),
    check(scope, "lifecycle", async () => checkLifecycle(subject)),
    check(scope, "bucket policy", async () => checkPolicy(subject)),
  ]);
}

async function checkVersioning({ client, Bucket }: Subject): Promise<Finding> {
  const { Status = "never enabled" } = await client.send(new GetBucketVersioningCommand({ Bucket }));
  if (Status === "Enabled") return ok("enabled");
  return failure(`versioning is ${Status.toLowerCase()}: what is overwritten cannot be restored`, nextStep);
}

async function checkEncryption(
  { client, Bucket }: Subject,
  algorithm: "AES256" | "aws:kms",
  keyArn: string | undefined,
): Promise<Finding> {
  const answer = await configured(client.send(new GetBucketEncryptionCommand({ Bucket })));
  const rule = answer?.ServerSideEncryptionConfiguration?.Rules?.[0];
  const { SSEAlgorithm, KMSMasterKeyID } = rule?.ApplyServerSideEncryptionByDefault ?? {};
  if (SSEAlgorithm !== algorithm) {
    return failure(`the bucket encrypts by ${SSEAlgorithm ?? "nothing"}, declared is ${algorithm}`, nextStep);
  }
  if (algorithm === "AES256") return ok(algorithm);
  if (keyArn !== undefined && KMSMasterKeyID !== keyArn) {
    return failure(`the bucket encrypts under ${KMSMasterKeyID ?? "no key"}, declared is ${keyArn}`, nextStep);
  }
  if (!rule?.BucketKeyEnabled) return failure("the bucket key is off, so each access calls KMS", nextStep);
  return ok(`${algorithm} under ${KMSMasterKeyID ?? "no key"}, bucket key on`);
}

async function checkPublicAccess({ client, Bucket }: Subject): Promise<Finding> {
  const answer = await configured(client.send(new GetPublicAccessBlockCommand({ Bucket })));
  const block = answer?.PublicAccessBlockConfiguration ?? {};
  const flags = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"] as const;
  const off = flags.filter((flag) => !block[flag]);
  return off.length === 0 ? ok("blocked") : failure(`public access is not blocked: ${off.join(", ")} off`, nextStep);
}

async function checkOwnership({ client, Bucket }: Subject): Promise<Finding> {
  const answer = await configured(client.send(new GetBucketOwnershipControlsCommand({ Bucket })));
  const ownership = answer?.OwnershipControls?.Rules?.[0]?.ObjectOwnership ?? "not set";
  if (ownership === "BucketOwnerEnforced") return ok(ownership);
  return failure(`object ownership is ${ownership}, declared is BucketOwnerEnforced`, nextStep);
}

async function checkLifecycle({ client, Bucket }: Subject): Promise<Finding> {
  const answer = await configured(client.send(new GetBucketLifecycleConfigurationCommand({ Bucket })));
  const rules = answer?.Rules?.filter(({ Status }) => Status === "Enabled") ?? [];
  const deadly = rules.filter(({ Expiration }) => Expiration?.Days !== undefined || Expiration?.Date !== undefined);
  if (deadly.length > 0) {
    return failure(`rule ${deadly.map(({ ID }) => ID).join(", ")} lets the current state itself expire`, nextStep);
  }
  const days = rules.flatMap(({ NoncurrentVersionExpiration }) => NoncurrentVersionExpiration?.NoncurrentDays ?? []);
  if (days.length === 0) return failure("no lifecycle rule: old versions and locks pile up for ever", nextStep);
  return ok(`old versions are kept ${Math.max(...days)} days`);
}

async function checkPolicy({ client, Bucket }: Subject): Promise<Finding> {
  const answer = await configured(client.send(new GetBucketPolicyCommand({ Bucket })));
  if (answer?.Policy) return ok("present");
  return failure("the bucket has no policy: everybody in the account with S3 rights reads the state", nextStep);
}

/** The answer, or undefined where the thing that was asked for was never configured. */
async function configured<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof S3ServiceException && notConfigured.test(error.name)) return undefined;
    throw error;
  }
}
