import { KMSClient, type KeyMetadata } from "@aws-sdk/client-kms";
import { GetBucketEncryptionCommand, HeadObjectCommand, S3ServiceException, type S3Client } from "@aws-sdk/client-s3";
import { describeKey } from "../aws/describe-key";
import type { S3BackendArguments } from "../remote-state/backend";
import { failure, ok, type Finding } from "./check";

/** Where a state, or its replica, is stored. */
type Place = Pick<S3BackendArguments, "bucket" | "key" | "region">;

/**
 * Checks that the keys of a state can be used: the key that its alias points to, the bucket's default key, and the key
 * that encrypts the state object, if they differ.
 *
 * @param alias alias of the key in the backend configuration
 * @param madeBy command that creates the key
 * @returns the finding, and the ARN of the key that the alias points to
 */
export async function checkKey(s3: S3Client, backend: Place, alias: string, madeBy: string) {
  const kms = new KMSClient({ region: backend.region });
  const named = await describeKey(kms, alias);
  const others = await Promise.all([bucketKey(s3, backend.bucket), objectKey(s3, backend)]);
  const keys = await Promise.all(
    [...new Set(others)].filter((id) => id !== undefined).map(async (id) => describeKey(kms, id)),
  );
  const all = [named, ...keys].filter((key) => key !== undefined);
  const unusable = all.find(({ KeyState }) => KeyState !== "Enabled");
  return {
    finding: unusable
      ? unusableKey(unusable, backend.region)
      : named
        ? ok(`${alias} is ${named.Arn ?? "a key"}, enabled`)
        : missingAlias(alias, backend.region, all[0], madeBy),
    ...(named?.Arn === undefined ? {} : { found: named.Arn }),
  };
}

function unusableKey({ Arn = "", KeyState, DeletionDate }: KeyMetadata, region: string): Finding {
  const enable = `aws kms enable-key --region ${region} --key-id ${Arn}`;
  if (KeyState === "PendingDeletion") {
    const when = DeletionDate?.toISOString() ?? "an unknown time";
    return failure(
      `key ${Arn} will be deleted at ${when}; the state is lost with it`,
      `aws kms cancel-key-deletion --region ${region} --key-id ${Arn} && ${enable}`,
    );
  }
  if (KeyState === "Disabled") {
    return failure(
      `key ${Arn} is disabled: no principal can read or write the state, or acquire its lock`,
      `unless this is intended, ${enable}`,
    );
  }
  return failure(
    `key ${Arn} cannot be used: its state is ${KeyState ?? "unknown"}`,
    `aws kms describe-key --region ${region} --key-id ${Arn} shows details`,
  );
}

function missingAlias(alias: string, region: string, key: KeyMetadata | undefined, madeBy: string): Finding {
  if (!key?.Arn) return failure(`there is no key with the alias ${alias}`, `${madeBy} creates it`);
  return failure(
    `${alias} points to no key, but the state is encrypted with ${key.Arn}`,
    `aws kms create-alias --region ${region} --alias-name ${alias} --target-key-id ${key.KeyId ?? key.Arn}`,
  );
}

async function bucketKey(s3: S3Client, bucket: string): Promise<string | undefined> {
  return unlessRefused(async () => {
    const answer = await s3.send(new GetBucketEncryptionCommand({ Bucket: bucket }));
    return answer.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
  });
}

async function objectKey(s3: S3Client, { bucket, key }: Place): Promise<string | undefined> {
  return unlessRefused(async () => (await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).SSEKMSKeyId);
}

/** If S3 does not return the other keys, the checks of the bucket and the state report why. */
async function unlessRefused(ask: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof S3ServiceException && error.$fault === "client") return undefined;
    throw error;
  }
}
