import { z } from "zod";
import { callerIdentity, type Caller } from "../aws/caller";
import { CommandError } from "../cli/command-error";
import type { S3BackendArguments } from "../remote-state/backend";

const allowedSchema = z.looseObject({ allowed_account_ids: z.array(z.string()).min(1) });

/**
 * Refuses the credentials of accounts that Terraform would refuse too, but before it starts and with a clear message.
 *
 * @throws CommandError when there are no usable credentials, or when they belong to another account
 */
export async function requireAllowedAccount(stack: string, backend: S3BackendArguments): Promise<Caller> {
  const caller = await callerIdentity(backend.region);
  const allowed = allowedSchema.parse(backend).allowed_account_ids;
  if (allowed.includes(caller.accountId)) return caller;
  throw new CommandError(
    `${stack} belongs to account ${allowed.join(", ")}, but these credentials are ${caller.arn} of account ${caller.accountId}`,
    "nothing was changed; use credentials of that account (AWS_PROFILE), or correct the account in environments/",
  );
}
