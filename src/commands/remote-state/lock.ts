import { setTimeout as sleep } from "node:timers/promises";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { isAbsent } from "../aws/aws-errors";
import { durationText } from "../cli/duration-text";
import { printable } from "../cli/printable";
import type { S3BackendArguments } from "./backend";
import { objectText, stateUrl } from "./state-object";

/** Any principal with write access to the bucket writes this text, and operators read it on a terminal. */
const text = z.string().transform(printable);

const lockInfoSchema = z.object({
  ID: text,
  Operation: text,
  Info: text.default(""),
  Who: text,
  Version: text.default(""),
  Created: text,
  Path: text.default(""),
});

/** What Terraform's lock object says about its holder. */
export type LockInfo = z.output<typeof lockInfoSchema>;

/** The lock object of a state. */
export interface LockObject {
  /** Undefined if Terraform did not write the object. */
  readonly info: LockInfo | undefined;
  readonly etag: string | undefined;
}

/** The object whose existence is the lock. */
export function lockKey(backend: S3BackendArguments): string {
  return `${backend.key}.tflock`;
}

/** The lock object of a state, or undefined while the state is not locked. */
export async function readLockObject(client: S3Client, backend: S3BackendArguments): Promise<LockObject | undefined> {
  try {
    const lock = await client.send(new GetObjectCommand({ Bucket: backend.bucket, Key: lockKey(backend) }));
    return { info: parseLockInfo(await objectText(lock, `${stateUrl(backend)}.tflock`)), etag: lock.ETag };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** The current lock of a state, or undefined while it is not locked. */
export async function readLock(client: S3Client, backend: S3BackendArguments): Promise<LockInfo | undefined> {
  return (await readLockObject(client, backend))?.info;
}

/**
 * Waits until an apply holds the lock. It does not wait for the lock of the preceding plan: a second run that acquires
 * the lock between the two would make the deploy fail instead of itself.
 *
 * @returns the lock, or undefined when `signal` was aborted first
 */
export async function waitForApplyLock(
  client: S3Client,
  backend: S3BackendArguments,
  signal: AbortSignal,
): Promise<LockInfo | undefined> {
  while (!signal.aborted) {
    const lock = await readLock(client, backend);
    if (lock?.Operation === "OperationTypeApply") return lock;
    await sleep(100);
  }
  return undefined;
}

function parseLockInfo(text: string): LockInfo | undefined {
  try {
    return lockInfoSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Describes the holder of a lock, a line for each field of the lock object. */
export function describeHolder(lock: LockInfo, now = new Date()): string[] {
  return [
    `  Who:        ${lock.Who}`,
    `  Operation:  ${lock.Operation}`,
    `  Created:    ${lock.Created}${ageOf(lock, now)}`,
    `  ID:         ${lock.ID}`,
    ...(lock.Path ? [`  Path:       ${lock.Path}`] : []),
    ...(lock.Version ? [`  Version:    ${lock.Version}`] : []),
    ...(lock.Info ? [`  Info:       ${lock.Info}`] : []),
  ];
}

/** For how long a lock has been held, such as `2 h 5 min`; empty if the lock has no valid time. */
export function heldFor(lock: LockInfo, now = new Date()): string {
  const created = Date.parse(lock.Created);
  return Number.isNaN(created) ? "" : durationText(created, now);
}

function ageOf(lock: LockInfo, now: Date): string {
  const age = heldFor(lock, now);
  return age === "" ? "" : ` (${age} ago)`;
}
