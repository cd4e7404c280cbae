import { bootstrapRefusal } from "../../stacks/bootstrap-access";
import { bootstrapAccountOf } from "../../stacks/bootstrap-accounts";
import { terraformTarget } from "../../target/emulator";
import { type Caller, isRootUser, principalArnOf } from "../aws/caller";
import { CommandError } from "../cli/command-error";
import { loadSettings } from "../cli/settings";

/**
 * Refuses a caller that the policies set by a deploy of bootstrap would lock out: as soon as they apply, halfway
 * through the deploy, they admit only the principals that the settings list. An emulator enforces no policy, and its
 * caller is the root user.
 *
 * @throws CommandError that names the setting to change
 */
export async function checkLockOut(caller: Caller): Promise<void> {
  if (isRootUser(caller) && terraformTarget(process.env).name === "emulator") return;
  const account = bootstrapAccountOf(loadSettings(), caller.accountId);
  const refusal = bootstrapRefusal(account, await principalArnOf(caller, account.stateEnvironment.region));
  if (refusal)
    throw new CommandError(refusal, "correct environments/organization.ts and run the command again", {
      effect: "nothing was changed",
    });
}
