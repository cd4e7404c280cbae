import { explainAwsError } from "../aws/aws-errors";
import { CommandError } from "../cli/command-error";
import { describeHolder, lockKey, readLockObject, type LockInfo } from "../remote-state/lock";
import { removeLock } from "../remote-state/remove-lock";
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
  const doing = `remove the lock ${id}`;
  const next = await removeLock(client, backend, { id, etag: lock.etag }).catch((error: unknown) => {
    throw notRemoved(explainAwsError(error, doing) ?? error, doing, name);
  });
  if (next) {
    throw new CommandError(
      [
        `the lock ${id} is gone, but the state of ${name} is locked again`,
        ...(next.info ? describeHolder(next.info) : []),
      ].join("\n"),
      `wait for that run; npm run state -- lock ${name} shows its lock`,
    );
  }
  return { stack: name, lock: lock.info };
}

function notRemoved(error: unknown, doing: string, stack: string): unknown {
  if (!(error instanceof CommandError)) return error;
  return new CommandError(
    error.message,
    `S3 did not confirm to ${doing}: npm run state -- lock ${stack} shows whether it remains; then ${error.nextStep}`,
  );
}

/** The removed lock, as text. */
export function unlockedText({ stack, lock }: Unlocked): string {
  return [
    `removed the lock ${lock.ID} of ${stack}, which ${lock.Who} acquired for ${lock.Operation} at ${lock.Created}`,
    "that run was not stopped: if it is still active, it continues to write this state, so make sure that it has ended",
    `next: npx cdktf diff ${stack}`,
  ].join("\n");
}
