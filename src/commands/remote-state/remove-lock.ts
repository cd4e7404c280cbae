import { DeleteObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { isUncertain } from "../aws/aws-errors";
import type { S3BackendArguments } from "./backend";
import { lockKey, readLockObject, type LockObject } from "./lock";

/** A lock, as it was read or acquired. */
export interface KnownLock {
  readonly id: string;
  readonly etag: string | undefined;
}

/**
 * Removes a lock unless it has changed. The answer of S3 can be lost, and the SDK repeats the request, which S3 then
 * refuses: what counts is which lock is there afterwards.
 *
 * @returns the lock of another run that is there instead; undefined if there is none
 * @throws the error of S3 if the lock is still there, or if it is not known
 */
export async function removeLock(
  client: S3Client,
  backend: S3BackendArguments,
  { id, etag }: KnownLock,
): Promise<LockObject | undefined> {
  try {
    await client.send(new DeleteObjectCommand({ Bucket: backend.bucket, Key: lockKey(backend), IfMatch: etag }));
    return undefined;
  } catch (error) {
    if (!isUncertain(error)) throw error;
    const present = await readLockObject(client, backend).catch(() => {
      throw error;
    });
    if (present?.info?.ID === id) throw error;
    return present;
  }
}
