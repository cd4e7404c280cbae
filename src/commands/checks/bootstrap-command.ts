import { bootstrapAccountOf } from "../../stacks/bootstrap-accounts";
import { isAccessDenied } from "../aws/aws-errors";
import { loadSettings } from "../cli/settings";
import { stateClient } from "../remote-state/backend";
import { declaredState } from "../remote-state/declared-state";
import { bucketExists, InaccessibleBucket, readStateObject } from "../remote-state/state-object";

/** Finds the command that creates something. */
export type Creator = () => Promise<string>;

/**
 * The command that creates what bootstrap declares for a stack and AWS lacks. `npm run bootstrap` changes nothing in an
 * account that is bootstrapped: there, what a new environment needs is a change of the bootstrap stack.
 */
export async function bootstrapCommand(stack: string, settings = loadSettings()): Promise<string> {
  const account = bootstrapAccountOf(settings, declaredState(settings, stack).environment.account);
  const isBootstrapped = stack !== account.stack && (await hasState(declaredState(settings, account.stack)));
  return isBootstrapped ? `npm run deploy -- ${account.stack}` : "npm run bootstrap";
}

/** A state that these credentials are not allowed to read exists. */
async function hasState({ backend }: ReturnType<typeof declaredState>): Promise<boolean> {
  const client = stateClient(backend);
  try {
    return (await bucketExists(client, backend)) && (await readStateObject(client, backend)) !== undefined;
  } catch (error) {
    if (error instanceof InaccessibleBucket || isAccessDenied(error)) return true;
    throw error;
  }
}
