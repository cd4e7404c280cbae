import { describeHolder } from "../state/holder";
import { lockKey, readLockObject, type LockInfo } from "../state/lock";
import type { OpenedState } from "./opened-state";

/** Whether a state is locked, and by whom. */
export interface LockHolder {
  readonly stack: string;
  readonly url: string;
  readonly locked: boolean;

  /** What the lock says of its holder. */
  readonly lock?: LockInfo;
}

/** Looks at the lock of a state. */
export async function lockHolder({ name, client, backend }: OpenedState): Promise<LockHolder> {
  const lock = await readLockObject(client, backend);
  const url = `s3://${backend.bucket}/${lockKey(backend)}`;
  return { stack: name, url, locked: lock !== undefined, ...(lock?.info && { lock: lock.info }) };
}

/** The holder as text. */
export function holderText({ stack, url, locked, lock }: LockHolder): string {
  if (!locked) return `the state of ${stack} is free`;
  if (!lock) return `the state of ${stack} is locked by an object that Terraform did not write: ${url}`;
  return [
    `the state of ${stack} is locked`,
    ...describeHolder(lock),
    "",
    "while that run lives, wait for it; once you know that it is dead:",
    `npm run state -- unlock ${stack} ${lock.ID}`,
  ].join("\n");
}
