import type { Settings } from "../../settings/validate";
import { bootstrapAccountOf } from "../../stacks/bootstrap-accounts";
import { declaredStore } from "../../stacks/declared-stores";
import type { Caller } from "../aws/caller";
import { checkAccount } from "../checks/account";
import { checkBucket } from "../checks/bucket";
import { creatorOf } from "../checks/created-by";
import { warning, type Finding } from "../checks/finding";
import { checkLock } from "../checks/lock";
import { checkState } from "../checks/state";
import { CommandError } from "../cli/command-error";
import { stateClient } from "../remote-state/backend";
import type { DeclaredState } from "../remote-state/declared-state";
import { check, type Check } from "./check";
import { checkCopy } from "./copy";
import { checkHardening } from "./hardening";

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
  const account = await check(declared.name, "account", () => accountFinding(declared, options));
  if (account.outcome !== "ok") return [account];
  const [state, copy] = await Promise.all([
    checkSource(declared, options),
    options.withBuckets ? checkCopy(declared, options.settings) : [],
  ]);
  return [account, ...state, ...copy];
}

function accountFinding({ name, environment }: DeclaredState, { caller, required }: StackOptions): Finding {
  try {
    return checkAccount(name, environment.account, caller);
  } catch (error) {
    if (required || !(error instanceof CommandError)) throw error;
    return warning(`not checked: ${error.message}`, "run the command again with credentials of that account");
  }
}

async function checkSource(declared: DeclaredState, { settings, withBuckets }: StackOptions): Promise<Check[]> {
  const { name: stack, environment, backend } = declared;
  const subject = { stack, backend, client: stateClient(backend) };
  const createdBy = async () => creatorOf(stack, settings);
  const bucket = await check(stack, "bucket", async () => checkBucket(subject, createdBy));
  if (bucket.outcome !== "ok") return [bucket];
  const account = bootstrapAccountOf(settings, environment.account);
  const source = { ...subject, declared: declaredStore(account, environment), bootstrapStack: account.stack };
  const [{ checks }, ...found] = await Promise.all([
    withBuckets ? checkHardening(stack, source, backend.key, createdBy) : { checks: [] },
    check(stack, "lock", async () => checkLock(subject)),
    check(stack, "state", async () => (await checkState(subject)).finding),
  ]);
  return [bucket, ...checks, ...found];
}
