import { PutObjectCommand } from "@aws-sdk/client-s3";
import { explainAwsError, httpStatus, isUncertain } from "../aws/aws-errors";
import { CommandError } from "../cli/command-error";
import { encryptionOf } from "../remote-state/backend";
import { listVersions, type StateVersion, versionText } from "../remote-state/versions";
import type { OpenedState } from "./opened-state";

/**
 * Writes a state only if the newest version is still this one, which also detects writers without a lock.
 *
 * @returns the ID of the new version
 * @throws CommandError when the state has changed, or S3 does not answer whether it was written
 */
export async function writeVersion(opened: OpenedState, current: StateVersion, text: string): Promise<string> {
  const { client, backend } = opened;
  try {
    const { VersionId } = await client.send(
      new PutObjectCommand({
        Bucket: backend.bucket,
        Key: backend.key,
        Body: text,
        ContentType: "application/json",
        ...(current.isDeleteMarker ? { IfNoneMatch: "*" } : { IfMatch: current.etag }),
        ...encryptionOf(backend),
      }),
    );
    return VersionId ?? "null";
  } catch (error) {
    if (!isUncertain(error)) throw error;
    return writtenNevertheless(opened, { current, text, error });
  }
}

interface LostWrite {
  readonly current: StateVersion;
  readonly text: string;
  readonly error: unknown;
}

/**
 * The version that a write has created although it failed: its answer was lost, and S3 refused the repeated request
 * because of the first one.
 */
async function writtenNevertheless(opened: OpenedState, { current, text, error }: LostWrite): Promise<string> {
  const { name, client, backend } = opened;
  const failure = explainAwsError(error, "write the state");
  const versions = await listVersions(client, backend).catch(() => {
    throw new CommandError(
      `S3 did not answer whether the state was written: ${failure?.message ?? String(error)}`,
      `npm run state -- history ${name} shows whether there is a new version`,
    );
  });
  const position = versions.findIndex(({ versionId }) => versionId === current.versionId);
  for (const { versionId, isDeleteMarker } of versions.slice(0, Math.max(0, position))) {
    if (!isDeleteMarker && (await versionText(client, backend, versionId)) === text) return versionId;
  }
  const isUnchanged = position === 0;
  if (!isUnchanged || [404, 409, 412].includes(httpStatus(error) ?? 0)) throw changedMeanwhile(name);
  if (!failure) throw error;
  failure.effect = "nothing was changed";
  throw failure;
}

/** Another run wrote the state after it was read. */
export function changedMeanwhile(stack: string): CommandError {
  return new CommandError(
    `the state of ${stack} was changed at the same time`,
    `check npm run state -- history ${stack} and run the command again`,
    { effect: "nothing was changed" },
  );
}
