import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { httpStatus } from "../aws/aws-errors";
import { CommandError } from "../cli/command-error";
import { describeHolder, lockKey, readLockObject, type LockInfo } from "../remote-state/lock";
import type { OpenedState } from "./opened-state";

/** A lock that was removed. */
export interface Unlocked {
  readonly stack: string;
  readonly lock: LockInfo;
}

/**
 * Removes the lock of a state if its ID still matches.
 *
 * @param id ID of the lock, as shown by `lock` or in Terraform's error
 * @throws CommandError when the state is not locked, or the lock has a different ID
 */
export async function unlock({ name, client, backend }: OpenedState, id: string): Promise<Unlocked> {
  const lock = await readLockObject(client, backend);
  if (!lock) {
    throw new CommandError(`the state of ${name} is not locked`, "nothing was changed, and no action is needed");
  }
  if (!lock.info) {
    throw new CommandError(
      `s3://${backend.bucket}/${lockKey(backend)} is not a lock written by Terraform, so it has no ID`,
      "nothing was changed; find out what wrote it, then delete the object itself",
    );
  }
  if (lock.info.ID !== id) {
    throw new CommandError(
      [`the ID of the lock of ${name} is not ${id}`, ...describeHolder(lock.info)].join("\n"),
      "nothing was changed; find out whether that run is still active before you unlock it",
    );
  }
  try {
    await client.send(new DeleteObjectCommand({ Bucket: backend.bucket, Key: lockKey(backend), IfMatch: lock.etag }));
  } catch (error) {
    const status = httpStatus(error);
    if (status !== 404 && status !== 412) throw error;
    throw new CommandError(
      `the lock ${id} was released or replaced at the same time`,
      `nothing was changed; npm run state -- lock ${name} shows who holds it now`,
    );
  }
  return { stack: name, lock: lock.info };
}

/** The removed lock, as text. */
export function unlockedText({ stack, lock }: Unlocked): string {
  return [
    `removed the lock ${lock.ID} of ${stack}, which ${lock.Who} acquired for ${lock.Operation} at ${lock.Created}`,
    "that run was not stopped: if it is still active, it continues to write this state, so make sure that it has ended",
    `next: npx cdktf diff ${stack}`,
  ].join("\n");
}
