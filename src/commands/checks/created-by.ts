import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { accountInName } from "../../settings/names";
import type { Settings } from "../../settings/validate";
import { bootstrapAccountOf } from "../../stacks/bootstrap-accounts";
import { httpStatus, isAccessDenied } from "../aws/aws-errors";
import { loadSettings } from "../cli/settings";
import { type S3BackendArguments, stateClient } from "../remote-state/backend";
import { declaredState } from "../remote-state/declared-state";

/** The command that bootstraps the account of a bootstrap stack, with credentials of that account. */
export function bootstrapCommand(stack: string): string {
  const account = accountInName(stack);
  return account === undefined ? "npm run bootstrap" : `npm run bootstrap -- --account ${account}`;
}

/**
 * The command that creates the bucket and the key of a state. `npm run bootstrap` changes nothing once the bootstrap
 * stack of the account has a state in S3: from then on, what is new in the settings is deployed.
 *
 * @param stack an environment or a bootstrap stack
 */
export async function creatorOf(
  stack: string,
  settings: Pick<Settings, "organization" | "environments"> = loadSettings(),
): Promise<string> {
  const bootstrap = bootstrapAccountOf(settings, declaredState(settings, stack).environment.account).stack;
  const isBootstrapped = await exists(declaredState(settings, bootstrap).backend);
  return isBootstrapped ? `npm run deploy -- ${bootstrap}` : bootstrapCommand(bootstrap);
}

/** Only the administrators may read the object; S3 denies it to others where the bucket exists. */
async function exists(backend: S3BackendArguments): Promise<boolean> {
  try {
    await stateClient(backend).send(new HeadObjectCommand({ Bucket: backend.bucket, Key: backend.key }));
    return true;
  } catch (error) {
    if (httpStatus(error) === 404) return false;
    if (isAccessDenied(error)) return true;
    throw error;
  }
}
