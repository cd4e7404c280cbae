import { DeleteObjectCommand, S3ServiceException } from "@aws-sdk/client-s3";
import { CommandError } from "../command-error";
import { describeHolder } from "../state/holder";
import { lockKey, readLockObject, type LockInfo } from "../state/lock";
import type { OpenedState } from "./opened-state";

/** A lock that was removed. */
export interface Unlocked {
  readonly stack: string;
  readonly lock: LockInfo;
}

/**
 * Removes the lock of a state, if it is still the one that was meant.
 *
 * @param id the lock's id, as `lock` or Terraform's refusal tells it
 * @throws CommandError when the state is free, or another lock than that one is on it
 */
export async function unlock({ name, client, backend }: OpenedState, id: string): Promise<Unlocked> {
  const lock = await readLockObject(client, backend);
  if (!lock) {
    throw new CommandError(`the state of ${name} is not locked`, "nothing was changed, and nothing has to be");
  }
  if (!lock.info) {
    throw new CommandError(
      `s3://${backend.bucket}/${lockKey(backend)} is no lock of Terraform's, so it has no id`,
      "nothing was changed; find out who wrote it, then delete the object itself",
    );
  }
  if (lock.info.ID !== id) {
    throw new CommandError(
      [`the lock of ${name} has another id than ${id}`, ...describeHolder(lock.info)].join("\n"),
      "nothing was changed; find out whether that run still lives before you unlock it",
    );
  }
  try {
    await client.send(new DeleteObjectCommand({ Bucket: backend.bucket, Key: lockKey(backend), IfMatch: lock.etag }));
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status !== 404 && status !== 412) throw error;
    throw new CommandError(
      `the lock ${id} was given back or replaced in this moment`,
      `nothing was changed; npm run state -- lock ${name} shows who holds it now`,
    );
  }
  return { stack: name, lock: lock.info };
}

/** What was removed, as text. */
export function unlockedText({ stack, lock }: Unlocked): string {
  return [
    `removed the lock ${lock.ID} of ${stack}, which ${lock.Who} took for ${lock.Operation} at ${lock.Created}`,
    "nothing stopped that run: if it still lives, it goes on writing this state, so make sure that it is dead",
    `next: npx cdktf diff ${stack}`,
  ].join("\n");
}
