import { S3ServiceException, type S3Client } from "@aws-sdk/client-s3";
import { isAccessDenied } from "../aws-errors";
import { CommandError } from "../command-error";
import type { S3BackendArguments } from "../state/backend";
import { readStateObject, stateUrl, type StateObject } from "../state/state-object";
import { describeState, resourceIds, type TerraformState } from "../state/terraform-state";
import type { StackCommand } from "./confirmations";
import { setbackOf } from "../state/setback";
import { listVersions, readVersions, recentVersions, type StateVersion } from "../state/versions";

export interface StateQuestion {
  readonly stack: string;

  /**
   * What a person runs, for the next step.
   * @default - deploy
   */
  readonly command?: StackCommand["command"];
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
  const earlier = await readableOf(question, older);
  if (current) {
    if (current.versionId !== question.acceptedVersion) refuseSetback(question, current, earlier);
    return current;
  }
  const [last] = earlier;
  if (last ? resourceIds(last.state).size > 0 : history.length > 0) {
    throw vanished(question, last, versions.length);
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

function refuseSetback(question: StateQuestion, current: StateObject, earlier: readonly EarlierState[]): void {
  const setback = setbackOf(current.state, earlier);
  if (!setback) return;
  const { stack, backend, report, command = "deploy" } = question;
  const { kind, better, goneOn } = setback;
  const now = current.versionId ?? "null";
  const cause = [
    `the state of ${stack} in ${stateUrl(backend)} ${kind === "went-back" ? "went back" : "was replaced by an unrelated one"}`,
    `  now:    ${describeState(current.state)}, version ${now}`,
    `  before: ${describeState(better.state)}, version ${better.versionId} of ${better.writtenAt}`,
  ].join("\n");
  if (goneOn) {
    report(`warning: ${cause}\n  and was worked on since: npm run state -- diff ${stack} ${better.versionId} ${now}`);
    return;
  }
  throw new CommandError(
    cause,
    [
      `nothing was changed; npm run state -- restore ${stack} ${better.versionId} brings the one before back`,
      `if the one there now is right: npm run ${command} -- ${stack} --accept-state ${now}`,
    ].join("\n      "),
  );
}

function historyHint(stack: string): string {
  return `nothing was changed; npm run state -- history ${stack} lists the versions, npm run state -- restore ${stack} <version> brings one back`;
}

async function readableOf(
  { client, backend }: StateQuestion,
  versions: readonly StateVersion[],
): Promise<EarlierState[]> {
  const read = await readVersions(client, backend, versions.slice(0, recentVersions));
  return read.flatMap(({ versionId, lastModified, state }) =>
    state ? [{ versionId, writtenAt: lastModified.toISOString(), state }] : [],
  );
}
