import { S3ServiceException, type S3Client } from "@aws-sdk/client-s3";
import { isAccessDenied } from "../aws-errors";
import { CommandError } from "../command-error";
import type { S3BackendArguments } from "../state/backend";
import { readStateObject, stateUrl, type StateObject } from "../state/state-object";
import { describeState, resourceIds, type TerraformState } from "../state/terraform-state";
import { listVersions, readVersions, type StateVersion } from "../state/versions";

/** How far to look back for a version that can be read: a corrupted one may lie on top of it. */
const versionsToTry = 5;

export interface StateQuestion {
  readonly stack: string;
  readonly client: S3Client;
  readonly backend: S3BackendArguments;

  /**
   * Version of the state object that is right although it looks older than the one before it.
   * @default - none
   */
  readonly acceptedVersion?: string;

  /** Told what could not be checked. */
  readonly report: (line: string) => void;
}

interface EarlierState {
  readonly versionId: string;
  readonly writtenAt: string;
  readonly state: TerraformState;
}

/**
 * Looks whether the state object is what the last run left there. Terraform takes a missing state for an environment that
 * does not exist, and an old one for the truth, and would create everything that it does not find in it once more.
 *
 * @returns the state, or undefined where there is none and there never was one that knew anything
 * @throws CommandError when the state was deleted, cannot be read, went back, or was replaced by an unrelated one
 */
export async function requireSoundState(question: StateQuestion): Promise<StateObject | undefined> {
  const { client, backend, stack } = question;
  const history = await listVersions(client, backend).catch(undefinedWhereDenied);
  const current = await readStateObject(client, backend).catch((error: unknown) => {
    throw explained(error, stack);
  });
  if (!history) return withoutHistory(question, current);
  const versions = history.filter(({ isDeleteMarker }) => !isDeleteMarker);
  const older = versions.filter(({ versionId }) => !current || versionId !== (current.versionId ?? "null"));
  const earlier = await newestReadable(question, older);
  if (current) {
    if (earlier && current.versionId !== question.acceptedVersion) refuseOlder(question, current, earlier);
    return current;
  }
  if (earlier ? resourceIds(earlier.state).size > 0 : history.length > 0) {
    throw vanished(question, earlier, versions.length);
  }
  return undefined;
}

function explained(error: unknown, stack: string): unknown {
  if (error instanceof CommandError) return new CommandError(error.message, historyHint(stack));
  if (!(error instanceof S3ServiceException && error.name.startsWith("KMS"))) return error;
  return new CommandError(
    `the key that encrypts the state of ${stack} cannot be used: ${error.name}: ${error.message}`,
    `nothing was changed; npm run doctor ${stack} tells which key it is and what is wrong with it`,
  );
}

function undefinedWhereDenied(error: unknown): undefined {
  if (!isAccessDenied(error)) throw error;
}

function withoutHistory({ stack, backend, report }: StateQuestion, current: StateObject | undefined) {
  const cause = `these credentials may not list the versions in bucket ${backend.bucket} (s3:ListBucketVersions)`;
  if (!current) {
    throw new CommandError(
      `${cause}, so that a lost state of ${stack} cannot be told from a new environment`,
      "nothing was changed; use credentials that may",
    );
  }
  report(`warning: ${cause}: a state that went back would not be noticed`);
  return current;
}

function vanished({ stack, backend }: StateQuestion, earlier: EarlierState | undefined, count: number): CommandError {
  const cause = `the state of ${stack} was deleted: ${stateUrl(backend)} is gone`;
  if (earlier) {
    return new CommandError(
      `${cause}, its last version (${describeState(earlier.state)}, of ${earlier.writtenAt}) is still there`,
      `nothing was changed; npm run state -- restore ${stack} ${earlier.versionId} brings it back`,
    );
  }
  if (count > 0) return new CommandError(`${cause}, and none of its last versions can be read`, historyHint(stack));
  return new CommandError(
    `${cause}, and only a delete marker is left`,
    `nothing was changed; look for a copy before ${stack} is created anew, and remove the marker when there is none`,
  );
}

function refuseOlder(question: StateQuestion, current: StateObject, earlier: EarlierState): void {
  const sameLineage = current.state.lineage === earlier.state.lineage;
  if (sameLineage && current.state.serial >= earlier.state.serial) return;
  if (!sameLineage && resourceIds(earlier.state).size === 0) return;
  const { stack, backend } = question;
  throw new CommandError(
    [
      `the state of ${stack} in ${stateUrl(backend)} ${sameLineage ? "went back" : "was replaced by an unrelated one"}`,
      `  now:    ${describeState(current.state)}, version ${current.versionId ?? "null"}`,
      `  before: ${describeState(earlier.state)}, version ${earlier.versionId} of ${earlier.writtenAt}`,
    ].join("\n"),
    [
      `nothing was changed; npm run state -- restore ${stack} ${earlier.versionId} brings the one before back`,
      `if the one there now is right: npm run deploy -- ${stack} --accept-state ${current.versionId ?? "null"}`,
    ].join("\n      "),
  );
}

function historyHint(stack: string): string {
  return `nothing was changed; npm run state -- history ${stack} lists the versions, npm run state -- restore ${stack} <version> brings one back`;
}

async function newestReadable(
  { client, backend }: StateQuestion,
  versions: readonly StateVersion[],
): Promise<EarlierState | undefined> {
  for (const version of versions.slice(0, versionsToTry)) {
    const [read] = await readVersions(client, backend, [version]);
    if (!read?.state) continue;
    return { versionId: read.versionId, writtenAt: read.lastModified.toISOString(), state: read.state };
  }
  return undefined;
}
