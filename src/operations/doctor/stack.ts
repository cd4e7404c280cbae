import type { S3Client } from "@aws-sdk/client-s3";
import type { Caller } from "../caller";
import { stateClient } from "../state/backend";
import type { DeclaredState } from "../state/declared-state";
import { checkBucket } from "./bucket";
import { check, checkAndKeep, failure, ok, warning, type Check, type Finding } from "./check";
import { checkHardening } from "./hardening";
import { checkKey } from "./key";
import { checkLock } from "./lock";
import { checkState } from "./state";

/** Which parts of a stack are looked at. */
export interface StackOptions {
  readonly caller: Caller;

  /** Whether the bucket and its key are looked at too, or another stack's checks have done so. */
  readonly withBucket: boolean;

  /** Whether credentials of another account are a failure, or only leave this stack out. */
  readonly required: boolean;
}

/** Everything about the state of one stack, as far as one thing does not make the next pointless. */
export async function checkStack(declared: DeclaredState, options: StackOptions): Promise<Check[]> {
  const { name } = declared;
  const account = await check(name, "account", () => checkAccount(declared, options));
  if (account.outcome !== "ok") return [account];
  const client = stateClient(declared.backend);
  const bucket = await check(name, "bucket", async () => checkBucket(client, declared));
  if (bucket.outcome !== "ok") return [account, bucket];
  const found = await Promise.all([
    options.withBucket ? checkBucketAndKey(client, declared) : [],
    check(name, "lock", async () => checkLock(client, declared)),
    check(name, "state", async () => checkState(client, declared)),
  ]);
  return [account, bucket, ...found.flat()];
}

function checkAccount({ home }: DeclaredState, { caller, required }: StackOptions): Finding {
  if (caller.accountId === home.account) return ok(home.account);
  const cause = `these credentials are of account ${caller.accountId}, but the state is in ${home.account}`;
  return required
    ? failure(cause, "use credentials of that account, or correct the account in environments/")
    : warning(`not looked at: ${cause}`, "run the command again with credentials of that account");
}

async function checkBucketAndKey(client: S3Client, declared: DeclaredState): Promise<Check[]> {
  const { name, backend } = declared;
  const alias = backend.kms_key_id;
  if (alias === undefined) return checkHardening(name, client, declared, undefined);
  const key = await checkAndKeep(name, "key", async () => checkKey(client, backend, alias));
  return [...(await checkHardening(name, client, declared, key.found)), key.check];
}
