import { describeHolder, lockKey, readLockObject, type LockInfo } from "../remote-state/lock";
import type { OpenedState } from "./opened-state";

/** Whether a state is locked, and by whom. */
export interface LockHolder {
  readonly stack: string;
  readonly url: string;
  readonly locked: boolean;

  /** What the lock object says about its holder. */
  readonly lock?: LockInfo;
}

/** Reads the lock of a state. */
export async function lockHolder({ name, client, backend }: OpenedState): Promise<LockHolder> {
  const lock = await readLockObject(client, backend);
  const url = `s3://${backend.bucket}/${lockKey(backend)}`;
  return { stack: name, url, locked: lock !== undefined, ...(lock?.info && { lock: lock.info }) };
}

/** The holder as text. */
export function holderText({ stack, url, locked, lock }: LockHolder): string {
  if (!locked) return `the state of ${stack} is not locked`;
  if (!lock) return `the state of ${stack} is locked by an object that Terraform did not write: ${url}`;
  return [
    `the state of ${stack} is locked`,
    ...describeHolder(lock),
    "",
    "if that run is still active, wait for it; if you are sure that it has ended:",
    `npm run state -- unlock ${stack} ${lock.ID}`,
    "see: docs/runbook/lock-left.md",
  ].join("\n");
}
