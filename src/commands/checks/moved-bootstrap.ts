import { type BootstrapAccount, bootstrapAccounts } from "../../stacks/bootstrap-accounts";
import { CommandError } from "../cli/command-error";
import { loadSettings } from "../cli/settings";
import { stateUrl } from "../remote-state/state-object";
import { describeState, type TerraformState } from "../remote-state/terraform-state";
import { type OtherState, otherStatesOf } from "./states-of-account";
import type { Preflight } from "./subject";
import { someOf } from "../../options/some-of";

/** A bootstrap stack whose state is not where the settings say. */
interface UnstartedBootstrap extends Pick<Preflight, "stack" | "backend" | "folder"> {
  /**
   * The state of an earlier run that was interrupted, on this machine.
   * @default - none
   */
  readonly localState?: { readonly file: string; readonly state: TerraformState };
}

/**
 * Refuses to start a second state of a bootstrap stack while another state in its account manages the same resources, as
 * after an environment was renamed, the order of the environments or `bootstrap.stateKey` was changed. Bootstrap would
 * import what that state manages.
 *
 * @param unstarted the stack, and the backend in which there is no state
 * @throws CommandError that describes both states and names the setting to change
 */
export async function checkMovedBootstrap(unstarted: UnstartedBootstrap, settings = loadSettings()): Promise<void> {
  const { stack, backend, localState } = unstarted;
  const account = bootstrapAccounts(settings).find((one) => one.stack === stack);
  if (!account) return;
  const [other] = await otherStatesOf(unstarted, `${settings.organization.stateBucketPrefix}-`);
  if (!other) return;
  const own = localState ? `${localState.file}, ${describeState(localState.state)}` : "none";
  const changed = other.object.lastModified?.toISOString() ?? "an unknown time";
  throw new CommandError(
    [
      `two states would manage the same resources of ${stack}:`,
      `  in the settings: ${stateUrl(backend)}: ${own}`,
      `  in the account:  ${stateUrl(other.backend)}: ${describeState(other.object.state)}, changed ${changed}`,
      `  that one manages ${someOf(other.shared)}`,
    ].join("\n"),
    howToKeep(other, account, stateUrl(backend)).join(" "),
    { effect: "nothing was changed" },
  );
}

/** The settings that name the other state. */
function howToKeep({ backend: { bucket, key } }: OtherState, account: BootstrapAccount, declared: string): string[] {
  const { organization, accountId, isMain, environments, stateEnvironment } = account;
  const name = bucket.slice(organization.stateBucketPrefix.length + 1).replace(/-replica$/, "");
  const setting = `organization.bootstrap.${isMain ? "stateEnvironment" : "furtherStateEnvironments"}`;
  const named = `name "${name}" in ${setting}`;
  const keys = key === organization.bootstrap.stateKey ? [] : [`set organization.bootstrap.stateKey: "${key}"`];
  if (!environments.some((environment) => environment.name === name)) {
    const retired = `{ name: "${name}", account: "${accountId}" }`;
    return [
      `an environment keeps its name: restore ${name} in environments/, or retire it by ${retired} in`,
      [`organization.bootstrap.retired and ${named}`, ...keys].join(", and "),
      "(docs/remove-an-environment.md#rename-an-environment)",
    ];
  }
  const steps = [...(stateEnvironment.name === name ? [] : [named]), ...keys];
  if (steps.length > 0) return [steps.join(", and ")];
  return [`that one is a copy: restore it to ${declared} (docs/runbook/region-lost.md)`];
}
