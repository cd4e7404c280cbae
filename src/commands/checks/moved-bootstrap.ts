import { bootstrapAccounts } from "../../stacks/bootstrap-accounts";
import { isAccessDenied } from "../aws/aws-errors";
import { CommandError } from "../cli/command-error";
import { loadSettings } from "../cli/settings";
import { stateClient } from "../remote-state/backend";
import { declaredStates, type DeclaredState } from "../remote-state/declared-state";
import { bucketExists, readStateObject, stateUrl } from "../remote-state/state-object";
import type { StateSubject } from "./subject";

/**
 * Refuses to start a second state of a bootstrap stack while another bucket of its account contains its state, as after
 * the order of the environments has changed.
 *
 * @param subject the stack, and the backend in which there is no state
 * @throws CommandError that names the setting to change
 */
export async function checkMovedBootstrap(
  { stack, backend }: Pick<StateSubject, "stack" | "backend">,
  settings = loadSettings(),
): Promise<void> {
  const account = bootstrapAccounts(settings).find((one) => one.stack === stack);
  if (!account) return;
  const others = declaredStates(settings).filter(
    ({ name, environment }) =>
      name === environment.name && environment.account === account.accountId && name !== account.stateEnvironment.name,
  );
  const found = await Promise.all(
    others.map(async (state) => ((await contains(state, backend.key)) ? state : undefined)),
  );
  const [earlier] = found.filter((state) => state !== undefined);
  if (!earlier) return;
  const setting = account.isMain ? "stateEnvironment" : "furtherStateEnvironments";
  throw new CommandError(
    `the state of ${stack} is ${stateUrl({ ...earlier.backend, key: backend.key })}, but the settings name ${stateUrl(backend)}, where there is none`,
    `name "${earlier.name}" in organization.bootstrap.${setting}`,
    { effect: "nothing was changed" },
  );
}

/** Only the bucket that contains the state admits the administrators to that object. */
async function contains({ backend }: DeclaredState, key: string): Promise<boolean> {
  const client = stateClient(backend);
  try {
    if (!(await bucketExists(client, backend))) return false;
    return (await readStateObject(client, { ...backend, key })) !== undefined;
  } catch (error) {
    if (isAccessDenied(error)) return false;
    throw error;
  }
}
