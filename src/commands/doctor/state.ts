import type { S3Client } from "@aws-sdk/client-s3";
import { isBootstrapStack } from "../../settings/names";
import { isKeyFault } from "../aws/aws-errors";
import type { DeclaredState } from "../remote-state/declared-state";
import { stateRegressionOf } from "../remote-state/state-regression";
import { stateUrl } from "../remote-state/state-object";
import { resourceIds, type TerraformState } from "../remote-state/terraform-state";
import {
  listVersions,
  readVersions,
  recentVersions,
  type ReadVersion,
  type StateVersion,
} from "../remote-state/versions";
import { failure, ok, warning, type Finding } from "./check";

type ReadableVersion = StateVersion & { readonly state: TerraformState };

/** Checks that the state of a stack is the one that the last run wrote: present, readable, and no older than before. */
export async function checkState(client: S3Client, { name, backend }: DeclaredState): Promise<Finding> {
  const versions = await listVersions(client, backend);
  const [current, ...earlier] = await readVersions(client, backend, versions.slice(0, recentVersions));
  if (!current) return neverWritten(name);
  const readable = earlier.filter(isReadable);
  if (current.isDeleteMarker) return checkDeletion(name, current, readable);
  if (!isReadable(current)) return unreadable(name, stateUrl(backend), current, readable);
  return checkAge(name, current, readable);
}

/**
 * Bootstrap creates the bucket that stores its own state: a bucket without that state means an unfinished bootstrap.
 */
function neverWritten(stack: string): Finding {
  if (!isBootstrapStack(stack)) return ok("never deployed");
  return warning(
    "the bucket exists, but the bootstrap state is missing: a bootstrap was interrupted, or the bucket was created by other means",
    "npm run bootstrap completes it, and imports the resources that exist",
  );
}

/** Terraform treats a deleted state as an environment that does not exist, and would create every resource again. */
function checkDeletion(stack: string, marker: ReadVersion, earlier: readonly ReadableVersion[]): Finding {
  const [last] = earlier;
  const when = marker.lastModified.toISOString();
  if (!last) {
    return failure(
      `the state was deleted at ${when}; only a delete marker is left`,
      `look for a copy before ${stack} is deployed again: a deploy would create every resource again`,
    );
  }
  if (resourceIds(last.state).size === 0) return ok("deleted after everything in it was destroyed");
  return failure(
    `the state was deleted at ${when}; only a delete marker is left on top of ${describe(last)}`,
    restoreStep(stack, last),
  );
}

function unreadable(stack: string, url: string, current: ReadVersion, [last]: readonly ReadableVersion[]): Finding {
  const { fault = "corrupted" } = current;
  if (isKeyFault(fault)) {
    return failure(`${url} cannot be decrypted: ${fault}`, "make its key usable again, see the key check");
  }
  const cause = `${url} cannot be read as a state: ${fault}`;
  if (!last) return failure(cause, `npm run state -- history ${stack} shows what is there`);
  return failure(`${cause}; the version before it, ${describe(last)}, can`, restoreStep(stack, last));
}

function checkAge(stack: string, current: ReadableVersion, earlier: readonly ReadableVersion[]): Finding {
  const regression = stateRegressionOf(current.state, earlier);
  if (!regression) return ok(`${describe(current)}, ${current.lastModified.toISOString()}`);
  const { kind, better, goneOn } = regression;
  const cause =
    kind === "went-back"
      ? `the serial fell from ${better.state.serial} to ${current.state.serial}: an older state replaced ${describe(better)}`
      : `${describe(current)} has a different lineage from ${describe(better)} before it: an unrelated state replaced it`;
  if (!goneOn) return failure(cause, restoreStep(stack, better));
  const difference = `npm run state -- diff ${stack} ${better.versionId} ${current.versionId}`;
  return warning(`${cause}, and was changed since`, `if this was not intended, see what is missing: ${difference}`);
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
