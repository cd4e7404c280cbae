import type { S3Client } from "@aws-sdk/client-s3";
import { isKeyFault } from "../aws-errors";
import type { DeclaredState } from "../state/declared-state";
import { setbackOf } from "../state/setback";
import { stateUrl } from "../state/state-object";
import { resourceIds, type TerraformState } from "../state/terraform-state";
import { listVersions, readVersions, recentVersions, type ReadVersion, type StateVersion } from "../state/versions";
import { failure, ok, warning, type Finding } from "./check";

type ReadableVersion = StateVersion & { readonly state: TerraformState };

/** Whether the state of a stack is what the last run left: there, readable, and no older than what lay there before. */
export async function checkState(client: S3Client, { name, backend }: DeclaredState): Promise<Finding> {
  const versions = await listVersions(client, backend);
  const [current, ...earlier] = await readVersions(client, backend, versions.slice(0, recentVersions));
  if (!current) return neverWritten(name);
  const readable = earlier.filter(isReadable);
  if (current.isDeleteMarker) return checkDeletion(name, current, readable);
  if (!isReadable(current)) return unreadable(name, stateUrl(backend), current, readable);
  return checkAge(name, current, readable);
}

/** Bootstrap makes the bucket that its own state belongs in: a bucket without that state is a job half done. */
function neverWritten(stack: string): Finding {
  if (stack !== "bootstrap") return ok("never deployed");
  return warning(
    "the bucket is there, but the state of having made it is not: a bootstrap was cut short, or others made the bucket",
    "npm run bootstrap finishes it, and takes over what is there",
  );
}

/** Terraform takes a deleted state for an environment that does not exist, and would create everything once more. */
function checkDeletion(stack: string, marker: ReadVersion, earlier: readonly ReadableVersion[]): Finding {
  const [last] = earlier;
  const when = marker.lastModified.toISOString();
  if (!last) {
    return failure(
      `the state was deleted at ${when}; only a delete marker is left`,
      `look for a copy before ${stack} is deployed again: a deploy would create everything once more`,
    );
  }
  if (resourceIds(last.state).size === 0) return ok("deleted after everything in it was destroyed");
  return failure(
    `the state was deleted at ${when}; only a delete marker is left over ${describe(last)}`,
    restoreStep(stack, last),
  );
}

function unreadable(stack: string, url: string, current: ReadVersion, [last]: readonly ReadableVersion[]): Finding {
  const { fault = "corrupted" } = current;
  if (isKeyFault(fault)) {
    return failure(`${url} cannot be decrypted: ${fault}`, "make its key usable again, see the check of the key");
  }
  const cause = `${url} cannot be read as a state: ${fault}`;
  if (!last) return failure(cause, `npm run state -- history ${stack} shows what is there`);
  return failure(`${cause}; ${describe(last)} before it can`, restoreStep(stack, last));
}

function checkAge(stack: string, current: ReadableVersion, earlier: readonly ReadableVersion[]): Finding {
  const setback = setbackOf(current.state, earlier);
  if (!setback) return ok(`${describe(current)}, ${current.lastModified.toISOString()}`);
  const { kind, better, goneOn } = setback;
  const cause =
    kind === "went-back"
      ? `the serial fell from ${better.state.serial} to ${current.state.serial}: an older state lies over ${describe(better)}`
      : `${describe(current)} is of another lineage than ${describe(better)} before it: an unrelated state took its place`;
  if (!goneOn) return failure(cause, restoreStep(stack, better));
  const difference = `npm run state -- diff ${stack} ${better.versionId} ${current.versionId}`;
  return warning(`${cause}, and was worked on since`, `where nobody meant that, see what is missing: ${difference}`);
}

function restoreStep(stack: string, { versionId }: StateVersion): string {
  return `npm run state -- restore ${stack} ${versionId}`;
}

function describe({ versionId, state }: ReadableVersion): string {
  return `version ${versionId} (serial ${state.serial}, ${resourceIds(state).size} resources)`;
}

function isReadable(version: ReadVersion): version is ReadVersion & ReadableVersion {
  return version.state !== undefined;
}
