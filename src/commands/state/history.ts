import { stateUrl } from "../remote-state/state-object";
import { resourceIds, type TerraformState } from "../remote-state/terraform-state";
import { listVersions, readVersions, type ReadVersion } from "../remote-state/versions";
import { textTable } from "../cli/command-line";
import type { OpenedState } from "./opened-state";

/** One line of a state's history. */
interface HistoryEntry {
  readonly versionId: string;
  readonly lastModified: string;
  readonly isLatest: boolean;
  readonly isDeleteMarker: boolean;
  readonly size: number;
  readonly serial?: number;
  readonly lineage?: string;
  readonly resources?: number;

  /** What the operator should know about it: that it is not a state, or older than the version before it. */
  readonly notes: readonly string[];
}

/** The newest versions of a state, and the total number of versions. */
export interface History {
  readonly stack: string;
  readonly url: string;
  readonly total: number;
  readonly versions: readonly HistoryEntry[];
}

/** Lists the newest versions of a state with a summary of each. */
export async function stateHistory({ name, client, backend }: OpenedState, limit: number): Promise<History> {
  const all = await listVersions(client, backend);
  // One more than is shown, as the comparison for the oldest one shown.
  const read = await readVersions(client, backend, all.slice(0, limit + 1));
  return { stack: name, url: stateUrl(backend), total: all.length, versions: entriesOf(read).slice(0, limit) };
}

/** The history as a table. */
export function historyText({ stack, url, total, versions }: History): string {
  if (total === 0) return `${url}\nno versions: ${stack} was never deployed`;
  const rows = versions.map((entry) => [
    entry.versionId,
    entry.lastModified,
    entry.isDeleteMarker ? "" : String(entry.size),
    String(entry.serial ?? ""),
    String(entry.resources ?? ""),
    entry.notes.join(", "),
  ]);
  const more =
    total > versions.length ? [`${total - versions.length} older versions: --limit ${total} shows them too`] : [];
  const heading = ["VERSION", "TIME", "BYTES", "SERIAL", "RESOURCES", ""];
  return [url, "", textTable(heading, rows), ...more].join("\n");
}

function entriesOf(read: readonly ReadVersion[]): HistoryEntry[] {
  return read.map((version, position) => {
    const { versionId, lastModified, isLatest, isDeleteMarker, size, state } = version;
    return {
      versionId,
      lastModified: lastModified.toISOString(),
      isLatest,
      isDeleteMarker,
      size,
      ...(state && { serial: state.serial, lineage: state.lineage, resources: resourceIds(state).size }),
      notes: notesOn(version, read.slice(position + 1)),
    };
  });
}

function notesOn({ state, fault, isLatest }: ReadVersion, earlier: readonly ReadVersion[]): string[] {
  const before = earlier.find((version) => version.state)?.state;
  return [
    ...(isLatest ? ["latest"] : []),
    ...(fault === undefined ? [] : [fault]),
    ...(state && before ? comparison(state, before) : []),
  ];
}

function comparison(state: TerraformState, before: TerraformState): string[] {
  if (state.lineage !== before.lineage) return ["different lineage from the version before"];
  return state.serial < before.serial ? ["older than the version before"] : [];
}
