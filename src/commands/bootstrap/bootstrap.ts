import { iamArn } from "../../constructs/iam/arn";
import { partitionOf } from "../../constructs/iam/partition";
import { type BootstrapAccount, bootstrapAccounts } from "../../stacks/bootstrap-accounts";
import { withRole } from "../aws/assumed-role";
import { withAws } from "../aws/aws-errors";
import { type Caller, callerIdentity } from "../aws/caller";
import { CommandError } from "../cli/command-error";
import { loadSettings } from "../cli/settings";
import { synthesizeStacks } from "../terraform/synthesis";
import { type AccountOptions, bootstrapAccount } from "./account";
import { someOf } from "../../options/some-of";

export interface BootstrapOptions extends Omit<AccountOptions, "localStateFile"> {
  /**
   * The only account to bootstrap, with credentials of that account.
   * @default - all accounts of the settings
   */
  readonly accountId?: string;

  /** Where the state of an account's stack is stored until its bucket exists. */
  readonly localStateFileOf: (account: BootstrapAccount) => string;
}

/** How the bootstrap of one account ended. */
interface AccountResult {
  readonly accountId: string;
  readonly text: string;
  readonly failure?: CommandError;
}

/**
 * Bootstraps the accounts in turn: the caller's own account with the caller's credentials, each other account with the
 * role `bootstrap.assumeRole` of that account. A failure in one account does not stop the others.
 *
 * @throws CommandError when the caller is in none of the accounts, or when an account fails; then it names each account
 * that failed
 */
export async function bootstrap(options: BootstrapOptions): Promise<void> {
  const all = bootstrapAccounts(loadSettings());
  const accounts = all.filter(({ accountId }) => (options.accountId ?? accountId) === accountId);
  const caller = await callerIdentity(all[0]?.stateEnvironment.region ?? "");
  checkOwnCaller(caller, all, options.accountId);
  const stacks = accounts.map(({ stack }) => stack);
  await synthesizeStacks(stacks, { outdir: options.outdir });
  const [first, ...others] = accounts;
  if (first && others.length === 0) {
    await bootstrapAs(caller, first, options);
    return;
  }

  const results: AccountResult[] = [];
  for (const [position, account] of accounts.entries()) {
    options.report(`account ${account.accountId} (${position + 1} of ${accounts.length})`);
    results.push(await resultOf(caller, account, options));
  }
  summarize(results, options.report);
}

function checkOwnCaller(caller: Caller, all: readonly BootstrapAccount[], only: string | undefined): void {
  const ids = all.map(({ accountId }) => accountId);
  if (only !== undefined && !ids.includes(only)) {
    throw new CommandError(`no environment is in account ${only}`, `name one of ${someOf(ids)}`);
  }
  if ((only === undefined ? ids : [only]).includes(caller.accountId)) return;
  throw new CommandError(
    only === undefined
      ? `these credentials are ${caller.arn}, but the environments are in ${someOf(ids)}`
      : `these credentials are ${caller.arn}, but --account names ${only}`,
    `nothing was changed; use credentials of account ${only ?? `${ids.length > 1 ? "one of " : ""}${someOf(ids)}`} (AWS_PROFILE), or correct the account in environments/`,
  );
}

async function bootstrapAs(
  caller: Caller,
  account: BootstrapAccount,
  { localStateFileOf, ...options }: BootstrapOptions,
): Promise<string> {
  const work = async () =>
    withAws(`bootstrap account ${account.accountId}`, async () =>
      bootstrapAccount(account, { ...options, localStateFile: localStateFileOf(account) }),
    );
  const { accountId, organization, stateEnvironment } = account;
  if (accountId === caller.accountId) return work();
  const { region } = stateEnvironment;
  const roleArn = iamArn(partitionOf(region), accountId, `role/${organization.bootstrap.assumeRole}`);
  return withRole({ roleArn, accountId, region }, work);
}

async function resultOf(caller: Caller, account: BootstrapAccount, options: BootstrapOptions): Promise<AccountResult> {
  const { accountId } = account;
  try {
    return { accountId, text: await bootstrapAs(caller, account, options) };
  } catch (error) {
    const failure = explained(error);
    const text = `failed: ${failure.message}\nnext: ${failure.nextStep}${failure.runbook ? `\nsee: ${failure.runbook}` : ""}`;
    options.report(text);
    return { accountId, text, failure };
  }
}

function explained(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new CommandError(text, "fix the cause and run it again");
}

function summarize(results: readonly AccountResult[], report: (line: string) => void): void {
  report("");
  for (const { accountId, text, failure } of results) report(`${accountId}  ${failure ? "failed" : text}`);
  const failed = results.filter(({ failure }) => failure);
  if (failed.length === 0) return;
  throw new CommandError(
    [
      `bootstrap failed in ${failed.length} of ${results.length} accounts:`,
      ...failed.map(({ accountId, failure }) => `  ${accountId}: ${failure?.message ?? ""}`),
    ].join("\n"),
    failed.map(({ accountId, failure }) => `${accountId}: ${failure?.nextStep ?? ""}`).join("\n      "),
  );
}
