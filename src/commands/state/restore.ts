import { isDeepStrictEqual } from "node:util";
import { GetBucketVersioningCommand } from "@aws-sdk/client-s3";
import { bootstrapAccountOf } from "../../stacks/bootstrap-accounts";
import { CommandError } from "../cli/command-error";
import { endingWith } from "../cli/interruption";
import { loadSettings } from "../cli/settings";
import { withStateLock } from "../remote-state/hold-lock";
import { compareStates } from "../remote-state/state-contents";
import { stateUrl } from "../remote-state/state-object";
import { describeState, parseState, type TerraformState, withSerial } from "../remote-state/terraform-state";
import {
  findVersion,
  listVersions,
  readVersions,
  recentVersions,
  versionText,
  type ReadVersion,
  type StateVersion,
} from "../remote-state/versions";
import type { OpenedState } from "./opened-state";
import { changedMeanwhile, writeVersion } from "./write-version";

/** What a restore will do, determined before anything is written. */
export interface RestorePlan {
  readonly opened: OpenedState;
  readonly wanted: StateVersion;
  readonly state: TerraformState;

  /** The newest version now: a state, something unreadable, or a delete marker. */
  readonly current: ReadVersion;

  /** The serial of the restored state: higher than any other, as `terraform state push` requires. */
  readonly serial: number;
}

/** The result of a restore. */
export interface Restored {
  readonly stack: string;
  readonly url: string;
  readonly restoredVersion: string;
  readonly newVersion: string;

  /** The version that was the newest before; S3 keeps it. */
  readonly replacedVersion: string;
  readonly serial: number;
}

/**
 * Determines what a restore would do.
 *
 * @throws CommandError when the version is missing, unreadable or the current one, or when S3 would not keep the
 * replaced version
 */
export async function planRestore(opened: OpenedState, versionId: string): Promise<RestorePlan> {
  const { name, client, backend } = opened;
  const versions = await listVersions(client, backend);
  const wanted = findVersion(versions, versionId, name);
  if (wanted.isLatest && !wanted.isDeleteMarker) {
    throw new CommandError(`version ${wanted.versionId} is already the current one`, "nothing was changed");
  }
  const recent = await readVersions(client, backend, versions.slice(0, recentVersions));
  const [current] = recent;
  const [{ state, fault } = { state: undefined, fault: "gone" }] = await readVersions(client, backend, [wanted]);
  if (!current || !state) {
    throw new CommandError(
      `version ${wanted.versionId} of ${stateUrl(backend)} cannot be restored: ${fault ?? "gone"}`,
      `nothing was changed; npm run state -- history ${name} lists the versions that can`,
    );
  }
  await checkKeptVersions(opened, current);
  const serials = [state, ...recent.flatMap((version) => version.state ?? [])].map(({ serial }) => serial);
  const serial = Math.max(...serials) + 1;
  if (!Number.isSafeInteger(serial)) {
    throw new CommandError(
      `the serial of a version of the state of ${name} is ${serial - 1}, the highest that this command can count to`,
      "nothing was changed; restore with terraform state push -force, which keeps the serial of the file",
    );
  }
  return { opened, wanted, state, current, serial };
}

/**
 * Writes an earlier version of the state as the newest one, under the lock, and reads it back.
 *
 * @throws CommandError when the state is locked, or has changed since the plan
 */
export async function restore(plan: RestorePlan): Promise<Restored> {
  const { opened, wanted, current, serial } = plan;
  const { name, client, backend } = opened;
  const purpose = { stack: name, operation: "state-restore", info: `version ${wanted.versionId}` };
  return withStateLock(client, backend, purpose, async (interrupted) => {
    const [latest] = await listVersions(client, backend);
    if (latest?.versionId !== current.versionId) throw changedMeanwhile(name);
    const text = withSerial(await versionText(client, backend, wanted.versionId), serial);
    interrupted.throwIfAborted();
    // From here on, an interruption waits until it is known what was written.
    const newVersion = await endingWith(undefined, async () => writeAndVerify(plan, text));
    return {
      stack: name,
      url: stateUrl(backend),
      restoredVersion: wanted.versionId,
      newVersion,
      replacedVersion: current.versionId,
      serial,
    };
  });
}

async function writeAndVerify(plan: RestorePlan, text: string): Promise<string> {
  const newVersion = await writeVersion(plan.opened, plan.current, text);
  await verify(plan, newVersion, text);
  return newVersion;
}

async function verify({ opened, wanted, state, serial }: RestorePlan, newVersion: string, text: string): Promise<void> {
  const { name, client, backend } = opened;
  const written = await versionText(client, backend, newVersion);
  const [latest] = await listVersions(client, backend);
  const isRight = written === text && isDeepStrictEqual(parseState(written, "S3"), { ...state, serial });
  if (isRight && latest?.versionId === newVersion) return;
  throw new CommandError(
    `version ${wanted.versionId} was written as ${newVersion}, but reading it back returned different content`,
    `npm run state -- history ${name} shows what is there now`,
  );
}

/** Version "null" was written without versioning, and is overwritten in place while versioning is still off. */
async function checkKeptVersions({ client, backend, environment }: OpenedState, current: StateVersion): Promise<void> {
  if (current.versionId !== "null") return;
  const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket: backend.bucket }));
  if (Status === "Enabled") return;
  const { stack } = bootstrapAccountOf(loadSettings(), environment.account);
  throw new CommandError(
    `bucket ${backend.bucket} keeps no versions, so the current state would be lost`,
    `nothing was changed; enable versioning first: npm run deploy -- ${stack}`,
  );
}

/** The planned restore, for the operator to confirm. */
export function restorePlanText({ opened, wanted, state, current, serial }: RestorePlan): string {
  return [
    stateUrl(opened.backend),
    `  now:       version ${current.versionId}: ${describeVersion(current)}`,
    `  restored:  version ${wanted.versionId} of ${wanted.lastModified.toISOString()}: ${describeState(state)}`,
    `  becomes:   the newest version, with serial ${serial}; version ${current.versionId} is kept`,
    ...(current.state ? [`  change:    ${summary(compareStates(current.state, state))}`] : []),
  ].join("\n");
}

/** The result of the restore, and the next step. */
export function restoredText({ stack, restoredVersion, newVersion, replacedVersion, serial }: Restored): string {
  return [
    `restored version ${restoredVersion} as version ${newVersion}, serial ${serial}, and read it back`,
    `the state that it replaced is kept as version ${replacedVersion}`,
    `next: npx cdktf diff ${stack} shows whether the state matches the real infrastructure`,
  ].join("\n");
}

function describeVersion({ state, fault, isDeleteMarker }: ReadVersion): string {
  if (isDeleteMarker) return "a delete marker: the state is deleted";
  return state ? describeState(state) : fault;
}

function summary({ added, removed, changed }: ReturnType<typeof compareStates>): string {
  return `${added.length} resources added, ${removed.length} removed, ${Object.keys(changed).length} with different attributes`;
}
