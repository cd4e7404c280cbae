import { S3ServiceException } from "@aws-sdk/client-s3";
import { isBootstrapStack } from "../../settings/names";
import { isAccessDenied, isKeyFault } from "../aws/aws-errors";
import { CommandError } from "../cli/command-error";
import { readStateObject, stateUrl, type StateObject } from "../remote-state/state-object";
import { stateRegressionOf } from "../remote-state/state-regression";
import { describeState, NotAState, resourceIds, type TerraformState } from "../remote-state/terraform-state";
import { listVersions, readVersions, recentVersions, type StateVersion } from "../remote-state/versions";
import { bootstrapCommand } from "./created-by";
import { ok, warning, type Finding, type Found } from "./finding";
import type { StateSubject } from "./subject";

/** A state that is checked. */
export interface CheckedState extends StateSubject {
  /**
   * The command that accepts a version, for the next step.
   * @default - deploy
   */
  readonly command?: string;

  /**
   * Version of the state object to accept although it looks older than the version before it.
   * @default - none
   */
  readonly acceptedVersion?: string;
}

interface EarlierState {
  readonly versionId: string;
  readonly writtenAt: string;
  readonly state: TerraformState;
}

/**
 * Checks that the state object is the one that the last run wrote: present, readable, and no older than before.
 * Terraform treats a missing state as an environment that does not exist, and trusts an outdated one; it would create
 * again every resource that is not in it.
 *
 * @returns the finding, and the state unless there is none and no earlier version contained resources
 * @throws CommandError when the state was deleted, cannot be read, was reverted, or was replaced by an unrelated one
 */
export async function checkState(subject: CheckedState): Promise<Found<StateObject>> {
  const { client, backend, stack } = subject;
  const history = await listVersions(client, backend).catch(undefinedWhereDenied);
  const current = await readStateObject(client, backend).catch((error: unknown) => unreadable(error, stack));
  if (!history) return withoutHistory(subject, current);
  const earlier = await readableOf(
    subject,
    history.filter(({ versionId, isLatest, isDeleteMarker }) => {
      const isCurrent = current instanceof CommandError ? isLatest : versionId === (current?.versionId ?? "null");
      return !isDeleteMarker && !(current && isCurrent);
    }),
  );
  const [last] = earlier;
  if (current instanceof CommandError) throw corrupted(subject, current, last);
  if (current) return { finding: compareWithEarlier(subject, current, earlier), found: current };
  if (last ? resourceIds(last.state).size > 0 : history.length > 0) throw deleted(subject, last, history);
  return { finding: neverWritten(subject, history) };
}

/** The reason why the object is not a state. */
function unreadable(error: unknown, stack: string): CommandError {
  if (error instanceof NotAState) return error;
  if (!(error instanceof S3ServiceException && isKeyFault(error.name))) throw error;
  throw new CommandError(
    `the key that encrypts the state of ${stack} cannot be used: ${error.name}: ${error.message}`,
    `npm run doctor -- ${stack} names the key and the cause`,
    { runbook: "docs/runbook/key-unusable.md" },
  );
}

function undefinedWhereDenied(error: unknown): undefined {
  if (!isAccessDenied(error)) throw error;
}

function withoutHistory({ stack, backend }: StateSubject, current: StateObject | CommandError | undefined) {
  if (current instanceof CommandError) throw current;
  const cause = `these credentials are not allowed to list the versions in bucket ${backend.bucket} (s3:ListBucketVersions)`;
  const nextStep = "use credentials that are";
  if (current) {
    return { finding: warning(`${cause}: a state that was reverted would not be detected`, nextStep), found: current };
  }
  throw new CommandError(
    `${cause}, so a lost state of ${stack} cannot be distinguished from a new environment`,
    nextStep,
  );
}

/**
 * Bootstrap creates the bucket that stores its own state: a bucket without that state means an unfinished bootstrap.
 */
function neverWritten({ stack, backend }: StateSubject, history: readonly StateVersion[]): Finding {
  if (history.length > 0) return ok(`${stateUrl(backend)}: deleted after everything in it was destroyed`);
  if (!isBootstrapStack(stack)) return ok(`${stateUrl(backend)}: none yet, ${stack} is new`);
  return warning(
    "the bucket exists, but the bootstrap state is missing: a bootstrap was interrupted, or the bucket was created by other means",
    `${bootstrapCommand(stack)} completes it, and imports the resources that exist`,
  );
}

function corrupted({ stack }: StateSubject, { message }: CommandError, last: EarlierState | undefined): CommandError {
  const runbook = "docs/runbook/state-corrupted.md";
  if (!last) return new CommandError(message, `npm run state -- history ${stack} lists the versions`, { runbook });
  const cause = `${message}; the version before it can be read: ${describe(last)}`;
  return new CommandError(cause, restore(stack, last), { runbook });
}

function deleted(
  { stack, backend }: StateSubject,
  last: EarlierState | undefined,
  history: readonly StateVersion[],
): CommandError {
  const cause = `the state of ${stack} was deleted: ${stateUrl(backend)} does not exist`;
  const runbook = "docs/runbook/state-deleted.md";
  if (last) {
    const known = `${cause}, but its last version still exists: ${describe(last)}`;
    return new CommandError(known, restore(stack, last), { runbook });
  }
  if (history.some(({ isDeleteMarker }) => !isDeleteMarker)) {
    return new CommandError(
      `${cause}, and none of its last versions can be read`,
      `npm run state -- history ${stack} lists the versions`,
      { runbook },
    );
  }
  return new CommandError(
    `${cause}, and only a delete marker is left`,
    `look for a copy before ${stack} is created again, and remove the marker if there is none`,
    { runbook },
  );
}

function compareWithEarlier(subject: CheckedState, current: StateObject, earlier: readonly EarlierState[]): Finding {
  const { stack, backend, command = "deploy", acceptedVersion } = subject;
  const now = current.versionId ?? "null";
  const regression = now === acceptedVersion ? undefined : stateRegressionOf(current.state, earlier);
  if (!regression) return ok(`${stateUrl(backend)}: ${describeState(current.state)}`);
  const { kind, better, changedSince } = regression;
  const runbook = "docs/runbook/state-rolled-back.md";
  const cause = [
    `the state of ${stack} in ${stateUrl(backend)} ${kind === "reverted" ? "was reverted" : "was replaced by an unrelated one"}`,
    `  now:    ${describeState(current.state)}, version ${now}`,
    `  before: ${describe(better)}`,
  ].join("\n");
  if (changedSince) {
    return warning(
      `${cause}\n  and was changed since`,
      `if this was not intended, see what is missing: npm run state -- diff ${stack} ${better.versionId} ${now}`,
      runbook,
    );
  }
  const accept = `to accept the current version: npm run ${command} -- ${stack} --accept-state ${now}`;
  throw new CommandError(cause, `${restore(stack, better)}\n      ${accept}`, { runbook });
}

function restore(stack: string, { versionId }: EarlierState): string {
  return `npm run state -- restore ${stack} ${versionId}`;
}

function describe({ versionId, writtenAt, state }: EarlierState): string {
  return `${describeState(state)}, version ${versionId} of ${writtenAt}`;
}

async function readableOf(
  { client, backend }: StateSubject,
  versions: readonly StateVersion[],
): Promise<EarlierState[]> {
  const read = await readVersions(client, backend, versions.slice(0, recentVersions));
  return read.flatMap(({ versionId, lastModified, state }) =>
    state ? [{ versionId, writtenAt: lastModified.toISOString(), state }] : [],
  );
}
