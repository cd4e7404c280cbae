import { setTimeout as sleep } from "node:timers/promises";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { isAbsent } from "../aws/aws-errors";
import type { S3BackendArguments } from "./backend";

const lockInfoSchema = z.looseObject({
  ID: z.string(),
  Operation: z.string(),
  Info: z.string().default(""),
  Who: z.string(),
  Version: z.string().default(""),
  Created: z.string(),
  Path: z.string().default(""),
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
    return { info: parseLockInfo((await lock.Body?.transformToString()) ?? ""), etag: lock.ETag };
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
