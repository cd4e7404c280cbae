import { KMSClient, type KeyMetadata } from "@aws-sdk/client-kms";
import { GetBucketEncryptionCommand, HeadObjectCommand, S3ServiceException, type S3Client } from "@aws-sdk/client-s3";
import { describeKey } from "../describe-key";
import type { S3BackendArguments } from "../state/backend";
import { failure, ok, type Finding } from "./check";

/** Where a state, or a copy of it, lies. */
type Place = Pick<S3BackendArguments, "bucket" | "key" | "region">;

/**
 * Whether the key of a state can be used: the one that its alias leads to, the bucket's own, and the one that the state
 * was written under, should those be others.
 *
 * @param alias name that the backend gives the key
 * @param madeBy command that makes the key
 * @returns the finding, and the ARN of the key that the alias leads to
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
      `key ${Arn} is disabled: nobody can read or write the state, or take its lock`,
      `unless that is meant, ${enable}`,
    );
  }
  return failure(
    `key ${Arn} cannot be used: its state is ${KeyState ?? "unknown"}`,
    `aws kms describe-key --region ${region} --key-id ${Arn} says more`,
  );
}

function missingAlias(alias: string, region: string, key: KeyMetadata | undefined, madeBy: string): Finding {
  if (!key?.Arn) return failure(`there is no key under ${alias}`, `${madeBy} creates it`);
  return failure(
    `${alias} leads to no key, but the state is under ${key.Arn}`,
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

/** What S3 does not tell about another key is told by the checks of the bucket and the state. */
async function unlessRefused(ask: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof S3ServiceException && error.$fault === "client") return undefined;
    throw error;
  }
}
