import type { S3Client } from "@aws-sdk/client-s3";
import { requireAccountOf } from "../aws/caller";
import { loadSettings } from "../cli/settings";
import { stateClient } from "../remote-state/backend";
import { declaredState, type DeclaredState } from "../remote-state/declared-state";
import { requireBucket } from "../remote-state/state-object";

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
  await requireAccountOf(declared);
  const client = stateClient(declared.backend);
  await requireBucket(client, declared.backend, stack);
  return { ...declared, client };
}
