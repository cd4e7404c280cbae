import { DescribeKeyCommand, KMSClient, type KeyMetadata, NotFoundException } from "@aws-sdk/client-kms";
import { GetBucketEncryptionCommand, HeadObjectCommand, S3ServiceException, type S3Client } from "@aws-sdk/client-s3";
import { answered } from "../aws/aws-errors";
import { clientOptions } from "../aws/clients";
import { CommandError } from "../cli/command-error";
import type { S3BackendArguments } from "../remote-state/backend";
import { ok, type Found } from "./finding";
import type { StateSubject } from "./subject";

const runbook = "docs/runbook/key-unusable.md";

/** A state, or its replica. */
type KeySubject = Pick<StateSubject, "client"> & {
  readonly backend: Pick<S3BackendArguments, "bucket" | "key" | "region">;
};

/**
 * Checks that the keys of a state can be used: the key that its alias points to, the bucket's default key, and the key
 * that encrypts the state object, if they differ.
 *
 * @param alias alias of the key in the backend configuration
 * @param createdBy finds the command that creates the key
 * @returns the finding, and the ARN of the key that the alias points to
 * @throws CommandError when the alias points to no key, or a key cannot be used
 */
export async function checkKey(
  { client, backend }: KeySubject,
  alias: string,
  createdBy: () => Promise<string>,
): Promise<Found<string>> {
  const kms = new KMSClient(clientOptions(backend.region));
  const named = await describeKey(kms, alias);
  const others = await Promise.all([bucketKey(client, backend.bucket), objectKey(client, backend)]);
  const keys = await Promise.all(
    [...new Set(others)].filter((id) => id !== undefined).map(async (id) => describeKey(kms, id)),
  );
  const all = [named, ...keys].filter((key) => key !== undefined);
  const unusable = all.find(({ KeyState }) => KeyState !== "Enabled");
  if (unusable) throw unusableKey(unusable, backend.region);
  if (!named) throw missingAlias(alias, backend.region, all[0], await createdBy());
  return { finding: ok(`${alias} is ${named.Arn ?? "a key"}, enabled`), found: named.Arn };
}

/** The metadata of a key, or of the key that an alias points to; undefined if there is none. */
export async function describeKey(kms: KMSClient, id: string): Promise<KeyMetadata | undefined> {
  try {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: id }));
    return answered(KeyMetadata, `the description of key ${id}`);
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}

function unusableKey({ Arn = "", KeyState, DeletionDate }: KeyMetadata, region: string): CommandError {
  const enable = `aws kms enable-key --region ${region} --key-id ${Arn}`;
  if (KeyState === "PendingDeletion") {
    const when = DeletionDate?.toISOString() ?? "an unknown time";
    return new CommandError(
      `key ${Arn} will be deleted at ${when}; the state is lost with it`,
      `aws kms cancel-key-deletion --region ${region} --key-id ${Arn} && ${enable}`,
      { runbook },
    );
  }
  if (KeyState === "Disabled") {
    return new CommandError(
      `key ${Arn} is disabled: no principal can read or write the state, or acquire its lock`,
      `unless this is intended, ${enable}`,
      { runbook },
    );
  }
  return new CommandError(
    `key ${Arn} cannot be used: its state is ${KeyState ?? "unknown"}`,
    `aws kms describe-key --region ${region} --key-id ${Arn} shows details`,
    { runbook },
  );
}

function missingAlias(alias: string, region: string, key: KeyMetadata | undefined, createdBy: string): CommandError {
  if (!key?.Arn)
    return new CommandError(`there is no key with the alias ${alias}`, `${createdBy} creates it`, { runbook });
  return new CommandError(
    `${alias} points to no key, but the state is encrypted with ${key.Arn}`,
    `aws kms create-alias --region ${region} --alias-name ${alias} --target-key-id ${key.KeyId ?? key.Arn}`,
    { runbook },
  );
}

async function bucketKey(s3: S3Client, bucket: string): Promise<string | undefined> {
  return unlessRefused(async () => {
    const answer = await s3.send(new GetBucketEncryptionCommand({ Bucket: bucket }));
    return answer.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
  });
}

async function objectKey(s3: S3Client, { bucket, key }: KeySubject["backend"]): Promise<string | undefined> {
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
