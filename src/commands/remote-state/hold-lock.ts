import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { DeleteObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { httpStatus } from "../aws/aws-errors";
import { CommandError } from "../cli/command-error";
import { listenForInterruption } from "../cli/interruption";
import { encryptionOf, type S3BackendArguments } from "./backend";
import { describeHolder, lockKey, readLockObject, type LockInfo } from "./lock";

/** The purpose of a lock, shown to any operator whose run is refused meanwhile. */
export interface LockPurpose {
  readonly stack: string;

  /** Short name of the operation, such as `state-restore`. */
  readonly operation: string;
  readonly info: string;
}

/**
 * Runs `work` while holding the lock that Terraform itself uses, so that each excludes the other. The lock is released
 * however the work ends. A first signal aborts the signal passed to `work` and lets it end cleanly; a second one ends
 * the process immediately, and the lock remains.
 *
 * @throws CommandError when another run holds the lock, or when the lock cannot be released
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
 */
export async function withStateLock<T>(
  client: S3Client,
  backend: S3BackendArguments,
  purpose: LockPurpose,
  work: (interrupted: AbortSignal) => Promise<T>,
): Promise<T> {
  const interruption = listenForInterruption("see the lines above for what was done", "ends");
  try {
    const lock = await acquireLock(client, backend, purpose);
    const result = await work(interruption.signal).catch(async (failure: unknown) => {
      await release(client, backend, purpose, lock).catch((second: unknown) => {
        throw both(failure, second);
      });
      throw failure;
    });
    await release(client, backend, purpose, lock);
    return result;
  } finally {
    interruption.ignore();
  }
}

interface AcquiredLock {
  readonly id: string;
  readonly etag: string | undefined;
}

async function acquireLock(client: S3Client, backend: S3BackendArguments, purpose: LockPurpose): Promise<AcquiredLock> {
  const info = lockInfo(backend, purpose);
  try {
    const { ETag } = await client.send(
      new PutObjectCommand({
        Bucket: backend.bucket,
        Key: lockKey(backend),
        Body: JSON.stringify(info),
        ContentType: "application/json",
        IfNoneMatch: "*",
        ...encryptionOf(backend),
      }),
    );
    return { id: info.ID, etag: ETag };
  } catch (error) {
    // 409: another conditional write was in progress at the same time.
    const status = httpStatus(error);
    if (status !== 412 && status !== 409) throw error;
    const holder = await readLockObject(client, backend);
    // The SDK retries a request whose response was lost, and is then refused by its own lock.
    if (holder?.info?.ID === info.ID) return { id: info.ID, etag: holder.etag };
    throw new CommandError(
      ["the state is locked by another run", ...(holder?.info ? describeHolder(holder.info) : [])].join("\n"),
      `wait until that run has ended and run the command again; if that run no longer exists, npm run state -- unlock ${purpose.stack} <id>`,
      { runbook: "docs/runbook/two-at-once.md" },
    );
  }
}

async function release(
  client: S3Client,
  backend: S3BackendArguments,
  { stack }: LockPurpose,
  { id, etag }: AcquiredLock,
): Promise<void> {
  try {
    await client.send(new DeleteObjectCommand({ Bucket: backend.bucket, Key: lockKey(backend), IfMatch: etag }));
  } catch (error) {
    // Another operator removed the lock by force, and may have locked the state again: that lock is not ours.
    const status = httpStatus(error);
    if (status === 404 || status === 412) return;
    throw new CommandError(
      `the lock could not be released: ${messageOf(error)}`,
      `npm run state -- unlock ${stack} ${id}`,
      { runbook: "docs/runbook/lock-left.md" },
    );
  }
}

/** Shows both errors; the next step is that of the lock. */
function both(failure: unknown, second: unknown): unknown {
  if (!(second instanceof CommandError)) return second;
  return new CommandError(`${messageOf(failure)}\n${second.message}`, second.nextStep, { runbook: second.runbook });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function lockInfo(backend: S3BackendArguments, { operation, info }: LockPurpose): LockInfo {
  return {
    ID: randomUUID(),
    Operation: operation,
    Info: info,
    Who: `${userName()}@${hostname()}`,
    Version: "",
    Created: new Date().toISOString(),
    Path: `${backend.bucket}/${backend.key}`,
  };
}

/** A container may run with a user ID that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
