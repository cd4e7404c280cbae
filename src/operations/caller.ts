import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { withAws } from "./aws-errors";
import { CommandError } from "./command-error";
import type { DeclaredState } from "./state/declared-state";

/** Whose credentials a command runs with. */
export interface Caller {
  readonly accountId: string;
  readonly arn: string;
}

/**
 * Asks STS, which answers whoever has valid credentials.
 *
 * @throws CommandError when there are none, or STS can't be reached
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function callerIdentity(region: string): Promise<Caller> {
  const { Account = "", Arn = "" } = await withAws("ask whose credentials these are", async () =>
    new STSClient({ region }).send(new GetCallerIdentityCommand({})),
  );
  return { accountId: Account, arn: Arn };
}

/**
 * Refuses to go on with credentials of another account than the one that a state is kept in.
 *
 * @throws CommandError that names both
 */
export async function requireAccountOf({ name, home, backend }: DeclaredState): Promise<Caller> {
  const caller = await callerIdentity(backend.region);
  if (caller.accountId === home.account) return caller;
  throw new CommandError(
    `the state of ${name} is in account ${home.account}, but these credentials are ${caller.arn}`,
    "use credentials of that account, or correct the account in environments/",
  );
}
