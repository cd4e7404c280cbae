import { S3ServiceException, type S3Client } from "@aws-sdk/client-s3";
import { isAccessDenied } from "../aws/aws-errors";
import { CommandError } from "../cli/command-error";
import type { S3BackendArguments } from "../remote-state/backend";
import { readStateObject, stateUrl, type StateObject } from "../remote-state/state-object";
import { describeState, resourceIds, type TerraformState } from "../remote-state/terraform-state";
import type { StackCommand } from "./confirmations";
import { stateRegressionOf } from "../remote-state/state-regression";
import { listVersions, readVersions, recentVersions, type StateVersion } from "../remote-state/versions";

export interface StateQuestion {
  readonly stack: string;

  /**
   * The command that the operator runs, for the next step.
   * @default - deploy
   */
  readonly command?: StackCommand["command"];
  readonly client: S3Client;
  readonly backend: S3BackendArguments;

  /**
   * Version of the state object to accept although it looks older than the version before it.
   * @default - none
   */
  readonly acceptedVersion?: string;

  /** Receives a line for each check that is not possible. */
  readonly report: (line: string) => void;
}

interface EarlierState {
  readonly versionId: string;
  readonly writtenAt: string;
  readonly state: TerraformState;
}

/**
 * Checks that the state object is the one that the last run wrote. Terraform treats a missing state as an environment
 * that does not exist, and trusts an outdated one; it would create again every resource that is not in it.
 *
 * @returns the state, or undefined if there is none and no earlier version contained resources
 * @throws CommandError when the state was deleted, cannot be read, was reverted, or was replaced by an unrelated one
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
    if (current.versionId !== question.acceptedVersion) refuseRegression(question, current, earlier);
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
    `nothing was changed; npm run doctor ${stack} names the key and the cause`,
  );
}

function undefinedWhereDenied(error: unknown): undefined {
  if (!isAccessDenied(error)) throw error;
}

function withoutHistory({ stack, backend, report }: StateQuestion, current: StateObject | undefined) {
  const cause = `these credentials are not allowed to list the versions in bucket ${backend.bucket} (s3:ListBucketVersions)`;
  if (!current) {
    throw new CommandError(
      `${cause}, so a lost state of ${stack} cannot be distinguished from a new environment`,
      "nothing was changed; use credentials that are",
    );
  }
  report(`warning: ${cause}: a state that was reverted would not be detected`);
  return current;
}

function vanished({ stack, backend }: StateQuestion, earlier: EarlierState | undefined, count: number): CommandError {
  const cause = `the state of ${stack} was deleted: ${stateUrl(backend)} does not exist`;
  if (earlier) {
    return new CommandError(
      `${cause}, but its last version (${describeState(earlier.state)}, of ${earlier.writtenAt}) still exists`,
      `nothing was changed; npm run state -- restore ${stack} ${earlier.versionId} restores it`,
    );
  }
  if (count > 0) return new CommandError(`${cause}, and none of its last versions can be read`, historyHint(stack));
  return new CommandError(
    `${cause}, and only a delete marker is left`,
    `nothing was changed; look for a copy before ${stack} is created again, and remove the marker if there is none`,
  );
}

function refuseRegression(question: StateQuestion, current: StateObject, earlier: readonly EarlierState[]): void {
  const regression = stateRegressionOf(current.state, earlier);
  if (!regression) return;
  const { stack, backend, report, command = "deploy" } = question;
  const { kind, better, goneOn } = regression;
  const now = current.versionId ?? "null";
  const cause = [
    `the state of ${stack} in ${stateUrl(backend)} ${kind === "went-back" ? "was reverted" : "was replaced by an unrelated one"}`,
    `  now:    ${describeState(current.state)}, version ${now}`,
    `  before: ${describeState(better.state)}, version ${better.versionId} of ${better.writtenAt}`,
  ].join("\n");
  if (goneOn) {
    report(`warning: ${cause}\n  and was changed since: npm run state -- diff ${stack} ${better.versionId} ${now}`);
    return;
  }
  throw new CommandError(
    cause,
    [
      `nothing was changed; npm run state -- restore ${stack} ${better.versionId} restores the version before`,
      `to accept the current version: npm run ${command} -- ${stack} --accept-state ${now}`,
    ].join("\n      "),
  );
}

function historyHint(stack: string): string {
  return `nothing was changed; npm run state -- history ${stack} lists the versions, npm run state -- restore ${stack} <version> restores one`;
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
