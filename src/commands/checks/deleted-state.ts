import type { S3Client } from "@aws-sdk/client-s3";
import { CommandError } from "../cli/command-error";
import type { S3BackendArguments } from "../remote-state/backend";
import { bucketExists, stateUrl } from "../remote-state/state-object";
import { listVersions } from "../remote-state/versions";

/**
 * Refuses to write a state where another one was deleted: the deleted state must be restored, not replaced by one that
 * may contain less.
 *
 * @param stack whose state it is, for the next step
 * @throws CommandError that names the version to restore
 */
export async function refuseDeletedState(client: S3Client, backend: S3BackendArguments, stack: string): Promise<void> {
  if (!(await bucketExists(client, backend))) return;
  const newest = (await listVersions(client, backend)).find(({ isDeleteMarker }) => !isDeleteMarker);
  if (!newest) return;
  const { versionId, lastModified } = newest;
  throw new CommandError(
    `${stateUrl(backend)} was deleted, but its version ${versionId} of ${lastModified.toISOString()} still exists`,
    `restore it first: npm run state -- restore ${stack} ${versionId}`,
  );
}
