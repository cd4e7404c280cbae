import type { Settings } from "../../settings/validate";
import { bootstrapAccountOf } from "../../stacks/bootstrap-accounts";
import { declaredStore } from "../../stacks/declared-stores";
import type { Caller } from "../aws/caller";
import { stateClient } from "../remote-state/backend";
import type { DeclaredState } from "../remote-state/declared-state";
import { checkBucket } from "./bucket";
import { check, failure, ok, warning, type Check, type Finding } from "./check";
import { checkCopy } from "./copy";
import { checkHardenedBucket } from "./hardened-bucket";
import { checkLock } from "./lock";
import { checkState } from "./state";

/** Which parts of a stack are checked. */
export interface StackOptions {
  readonly caller: Caller;
  readonly settings: Pick<Settings, "organization" | "environments">;

  /** Whether to check the bucket, its key and its replica too, or whether the checks of another stack cover them. */
  readonly withBuckets: boolean;

  /** Whether credentials of another account are a failure, or only cause this stack to be skipped. */
  readonly required: boolean;
}

/** All checks of the state of one stack, except those that an earlier failure makes pointless. */
export async function checkStack(declared: DeclaredState, options: StackOptions): Promise<Check[]> {
  const { name } = declared;
  const account = await check(name, "account", () => checkAccount(declared, options));
  if (account.outcome !== "ok") return [account];
  const [state, copy] = await Promise.all([
    checkAtHome(declared, options),
    options.withBuckets ? checkCopy(declared, options.settings) : [],
  ]);
  return [account, ...state, ...copy];
}

function checkAccount({ home }: DeclaredState, { caller, required }: StackOptions): Finding {
  if (caller.accountId === home.account) return ok(home.account);
  const cause = `these credentials belong to account ${caller.accountId}, but the state is in ${home.account}`;
  return required
    ? failure(cause, "use credentials of that account, or correct the account in environments/")
    : warning(`not checked: ${cause}`, "run the command again with credentials of that account");
}

async function checkAtHome(declared: DeclaredState, { settings, withBuckets }: StackOptions): Promise<Check[]> {
  const { name, home, backend } = declared;
  const client = stateClient(backend);
  const madeBy = "npm run bootstrap";
  const place = { ...backend, madeBy, regionSetting: `the region of ${home.name}` };
  const bucket = await check(name, "bucket", async () => checkBucket(client, place));
  if (bucket.outcome !== "ok") return [bucket];
  const own = declaredStore(bootstrapAccountOf(settings, home.account), home);
  const hardened = withBuckets ? checkHardenedBucket(name, { client, declared: own }, place) : { checks: [] };
  const [{ checks }, ...found] = await Promise.all([
    hardened,
    check(name, "lock", async () => checkLock(client, declared)),
    check(name, "state", async () => checkState(client, declared)),
  ]);
  return [bucket, ...checks, ...found];
}
