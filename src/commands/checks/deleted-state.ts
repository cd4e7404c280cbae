import { CommandError } from "../cli/command-error";
import { bucketExists, stateUrl } from "../remote-state/state-object";
import { listVersions } from "../remote-state/versions";
import type { StateSubject } from "./subject";

/**
 * Refuses to write a state where another one was deleted: the deleted state must be restored, not replaced by one that
 * may contain less.
 *
 * @throws CommandError that names the version to restore
 */
export async function checkDeletedState({ client, backend, stack }: StateSubject): Promise<void> {
  if (!(await bucketExists(client, backend))) return;
  const versions = await listVersions(client, backend);
  const newest = versions.find(({ isDeleteMarker }) => !isDeleteMarker);
  if (!newest || newest.isLatest) return;
  const { versionId, lastModified } = newest;
  throw new CommandError(
    `${stateUrl(backend)} was deleted, but its version ${versionId} of ${lastModified.toISOString()} still exists`,
    `restore it first: npm run state -- restore ${stack} ${versionId}`,
    { runbook: "docs/runbook/state-deleted.md" },
  );
}
