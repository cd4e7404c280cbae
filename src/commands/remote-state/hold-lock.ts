import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { httpStatus, isUncertain } from "../aws/aws-errors";
import { CommandError } from "../cli/command-error";
import { endingWith, listenForInterruption } from "../cli/interruption";
import { encryptionOf, type S3BackendArguments } from "./backend";
import { describeHolder, lockKey, readLockObject, type LockInfo } from "./lock";
import { type KnownLock, removeLock } from "./remove-lock";

/** The purpose of a lock, shown to any operator whose run is refused meanwhile. */
export interface LockPurpose {
  readonly stack: string;

  /** Short name of the operation, such as `state-restore`. */
  readonly operation: string;
  readonly info: string;
}

/**
 * Runs `work` while holding the lock that Terraform itself uses, so that each excludes the other. The lock is released
 * however the work ends. A first signal aborts the signal passed to `work`, and the calls to AWS that are in progress,
 * and lets the work end cleanly; a second one ends the process at once, and the lock remains.
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
  const interruption = listenForInterruption({
    nextStep: "see the lines above for what was done",
    leaves: `the lock may remain: npm run state -- lock ${purpose.stack}`,
  });
  try {
    const lock = await acquireLock(client, backend, purpose);
    const run = endingWith(interruption.signal, async () => work(interruption.signal));
    const result = await run.catch(async (failure: unknown) => {
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

async function acquireLock(client: S3Client, backend: S3BackendArguments, purpose: LockPurpose): Promise<KnownLock> {
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
    if (!isUncertain(error)) throw error;
    const holder = await readLockObject(client, backend).catch(() => {
      throw unknownLock(error, purpose.stack, info.ID);
    });
    // The SDK retries a request whose response was lost, and is then refused by its own lock.
    if (holder?.info?.ID === info.ID) return { id: info.ID, etag: holder.etag };
    // 409: another conditional write was in progress at the same time.
    const status = httpStatus(error);
    if (!holder && status !== 412 && status !== 409) throw error;
    throw new CommandError(
      ["the state is locked by another run", ...(holder?.info ? describeHolder(holder.info) : [])].join("\n"),
      `wait until that run has ended and run the command again; if that run no longer exists, npm run state -- unlock ${purpose.stack} <id>`,
      { runbook: "docs/runbook/two-at-once.md" },
    );
  }
}

function unknownLock(error: unknown, stack: string, id: string): CommandError {
  return new CommandError(
    `S3 did not answer whether the lock ${id} was acquired: ${messageOf(error)}`,
    `the state was not changed; npm run state -- lock ${stack} shows the lock, and npm run state -- unlock ${stack} ${id} removes it`,
  );
}

async function release(
  client: S3Client,
  backend: S3BackendArguments,
  { stack }: LockPurpose,
  lock: KnownLock,
): Promise<void> {
  try {
    // Another operator may have removed the lock by force, and another run acquired it: that lock is not ours.
    await removeLock(client, backend, lock);
  } catch (error) {
    throw new CommandError(
      `the lock could not be released: ${messageOf(error)}`,
      `npm run state -- unlock ${stack} ${lock.id}`,
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
