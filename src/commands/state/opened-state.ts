import type { S3Client } from "@aws-sdk/client-s3";
import { checkCaller } from "../checks/account";
import { checkBucket } from "../checks/bucket";
import { loadSettings } from "../cli/settings";
import { stateClient } from "../remote-state/backend";
import { declaredState, type DeclaredState } from "../remote-state/declared-state";

/** A state whose bucket exists in the right account. */
export interface OpenedState extends DeclaredState {
  readonly client: S3Client;
}

/**
 * Locates the state of a stack from the settings.
 *
 * @throws CommandError when there is no such stack, the credentials belong to another account, or the bucket does not
 * exist
 */
export async function openState(stack: string): Promise<OpenedState> {
  const declared = declaredState(loadSettings(), stack);
  await checkCaller(declared);
  const client = stateClient(declared.backend);
  await checkBucket({ client, backend: declared.backend, stack });
  return { ...declared, client };
}
