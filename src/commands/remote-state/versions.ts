import {
  GetObjectCommand,
  S3ServiceException,
  type DeleteMarkerEntry,
  type ListObjectVersionsCommandOutput,
  type ObjectVersion,
  type S3Client,
} from "@aws-sdk/client-s3";
import { isKeyFault } from "../aws/aws-errors";
import { CommandError } from "../cli/command-error";
import type { S3BackendArguments } from "./backend";
import { objectText, stateUrl } from "./state-object";
import { NotAState, parseState, type TerraformState } from "./terraform-state";
import { versionPages } from "./version-pages";

/** One entry in the history of a state object. */
export interface StateVersion {
  readonly versionId: string;
  readonly lastModified: Date;
  readonly isLatest: boolean;

  /** Whether it only marks that the object was deleted. */
  readonly isDeleteMarker: boolean;

  /** Bytes; none for a delete marker. */
  readonly size: number;
  readonly etag?: string;
}

/** A version with its state, or with the reason why it is not a state. */
export type ReadVersion = StateVersion &
  (
    | { readonly state: TerraformState; readonly fault?: undefined }
    | { readonly state?: undefined; readonly fault: string }
  );

/** How many of the newest versions a search of the history reads: states are large and mostly alike. */
export const recentVersions = 20;

const readsAtOnce = 5;

/** All versions of a state object that S3 still keeps, delete markers included, the newest first. */
export async function listVersions(client: S3Client, backend: S3BackendArguments): Promise<StateVersion[]> {
  const found: StateVersion[] = [];
  const list = { Bucket: backend.bucket, Prefix: backend.key };
  for await (const page of versionPages(client, list)) found.push(...entriesOf(page, backend.key));
  return found.sort(newestFirst);
}

/** Reads versions, a few at a time. */
export async function readVersions(
  client: S3Client,
  backend: S3BackendArguments,
  versions: readonly StateVersion[],
): Promise<ReadVersion[]> {
  const read: ReadVersion[] = [];
  for (let start = 0; start < versions.length; start += readsAtOnce) {
    const some = versions.slice(start, start + readsAtOnce);
    read.push(...(await Promise.all(some.map((version) => readVersion(client, backend, version)))));
  }
  return read;
}

/** The text of one version as it was written. */
export async function versionText(client: S3Client, backend: S3BackendArguments, versionId: string): Promise<string> {
  const { bucket: Bucket, key: Key } = backend;
  const object = await client.send(new GetObjectCommand({ Bucket, Key, VersionId: versionId }));
  return objectText(object, stateUrl(backend));
}

/**
 * The entry with a version ID; `latest` is the newest entry that is a state.
 *
 * @throws CommandError when there is none
 */
export function findVersion(versions: readonly StateVersion[], id: string, stack: string): StateVersion {
  const found = versions.find(({ versionId, isDeleteMarker }) =>
    id === "latest" ? !isDeleteMarker : versionId === id,
  );
  if (found) return found;
  throw new CommandError(
    id === "latest" ? `there is no state of ${stack} in S3` : `there is no version ${id} of the state of ${stack}`,
    `npm run state -- history ${stack} lists the versions`,
  );
}

async function readVersion(client: S3Client, backend: S3BackendArguments, version: StateVersion): Promise<ReadVersion> {
  if (version.isDeleteMarker) return { ...version, fault: "deleted" };
  try {
    const text = await versionText(client, backend, version.versionId);
    return { ...version, state: parseState(text, stateUrl(backend)) };
  } catch (error) {
    if (error instanceof NotAState) return { ...version, fault: "not a Terraform state" };
    if (error instanceof S3ServiceException && (isKeyFault(error.name) || error.name === "NoSuchVersion")) {
      return { ...version, fault: error.name };
    }
    throw error;
  }
}

function entriesOf(page: ListObjectVersionsCommandOutput, key: string): StateVersion[] {
  const states = page.Versions?.filter(({ Key }) => Key === key) ?? [];
  const markers = page.DeleteMarkers?.filter(({ Key }) => Key === key) ?? [];
  return [...states.map((state) => entryOf(state, false)), ...markers.map((marker) => entryOf(marker, true))];
}

function entryOf(entry: ObjectVersion | DeleteMarkerEntry, isDeleteMarker: boolean): StateVersion {
  return {
    versionId: entry.VersionId ?? "null",
    lastModified: entry.LastModified ?? new Date(0),
    isLatest: entry.IsLatest ?? false,
    isDeleteMarker,
    size: "Size" in entry ? (entry.Size ?? 0) : 0,
    ...("ETag" in entry && entry.ETag !== undefined ? { etag: entry.ETag } : {}),
  };
}

/** S3 lists versions and markers separately, with times to the second: only the flag identifies the latest. */
function newestFirst(one: StateVersion, other: StateVersion): number {
  if (one.isLatest !== other.isLatest) return one.isLatest ? -1 : 1;
  return other.lastModified.getTime() - one.lastModified.getTime();
}
