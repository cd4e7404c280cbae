import type { Settings } from "../settings/validate";
import { bootstrapRefusal } from "../stacks/bootstrap-access";
import { terraformTarget } from "../stacks/emulator";
import { type Caller, isRootUser, principalArnOf } from "./caller";
import { CommandError } from "./command-error";

/**
 * Refuses whoever would be shut out by the policies that a deploy of bootstrap sets: from the middle of it on, they spare
 * nobody but whom the settings name. An emulator enforces none, and its user is the root user.
 *
 * @throws CommandError that names the setting to change
 */
export async function refuseLockOut(settings: Settings, caller: Caller): Promise<void> {
  if (isRootUser(caller) && terraformTarget(process.env).name === "emulator") return;
  const refusal = bootstrapRefusal(settings, await principalArnOf(caller, settings.organization.region));
  if (refusal)
    throw new CommandError(refusal, "nothing was changed; correct environments/organization.ts and run again");
}
