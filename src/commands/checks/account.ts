import { z } from "zod";
import { callerIdentity, type Caller } from "../aws/caller";
import { CommandError } from "../cli/command-error";
import type { S3BackendArguments } from "../remote-state/backend";
import type { DeclaredState } from "../remote-state/declared-state";
import { ok, type Finding } from "./finding";

const allowedSchema = z.looseObject({ allowed_account_ids: z.tuple([z.string()]) });

/** The account in which Terraform uses a synthesized backend. */
export function allowedAccount(backend: S3BackendArguments): string {
  return allowedSchema.parse(backend).allowed_account_ids[0];
}

/**
 * Refuses credentials that Terraform would refuse too, but before it starts and with a clear message.
 *
 * @param account that stores the state of the stack
 * @throws CommandError that names both accounts
 */
export function checkAccount(stack: string, account: string, caller: Caller): Finding {
  if (caller.accountId === account) return ok(account);
  throw new CommandError(
    `${stack} belongs to account ${account}, but these credentials are ${caller.arn} of account ${caller.accountId}`,
    "use credentials of that account (AWS_PROFILE), or correct the account in environments/",
    { runbook: "docs/runbook/wrong-account.md" },
  );
}

/**
 * The caller, in the account that stores a state.
 *
 * @throws CommandError when there are no usable credentials, or when they belong to another account
 */
export async function checkCaller({ name, environment, backend }: DeclaredState): Promise<Caller> {
  const caller = await callerIdentity(backend.region);
  checkAccount(name, environment.account, caller);
  return caller;
}
