import type { S3BackendArguments } from "../remote-state/backend";
import { eventHistory } from "./event-history";
import { bucketFault, targetAt } from "./locations";
import type { Period } from "./period";
import type { Source } from "./source";
import { stateAccessIn, type StateAccessEvent, type Target } from "./state-access";
import { trailLogs } from "./trail-log";

/** An access, and the sources of its record. */
export interface AuditEntry extends StateAccessEvent {
  readonly sources: readonly string[];
}

/** The principals that read or decrypted a state within a period, as far as the sources record it. */
export interface AuditLog {
  readonly stack: string;
  readonly target: Target;

  /**
   * The replica of the state in another region.
   * @default - the settings declare none
   */
  readonly replica?: Target;
  readonly period: Period;

  /** Newest first. */
  readonly entries: readonly AuditEntry[];
  readonly sources: readonly (Omit<Source, "records"> & { readonly found: number })[];

  /** What is missing from this log, and why. Empty if the log contains everything that CloudTrail recorded. */
  readonly gaps: readonly string[];
}

const daysOfEventHistory = 90;

/** A state to audit: where it and its replica are stored. */
export interface AuditedState {
  readonly stack: string;
  readonly backend: S3BackendArguments;

  /** @default - there is no replica */
  readonly replica?: S3BackendArguments;
}

/**
 * Collects the accesses to a state or its replica from all CloudTrail sources.
 *
 * @throws CommandError when the trails or keys cannot be looked up
 */
export async function auditLog({ stack, backend, replica }: AuditedState, period: Period): Promise<AuditLog> {
  const locations = replica ? [backend, replica] : [backend];
  const regions = locations.map(({ region }) => region);
  const [target, copy] = await Promise.all([targetAt(backend), replica && targetAt(replica)]);
  const targets = copy ? [target, copy] : [target];
  const [faults, histories, trails] = await Promise.all([
    Promise.all(locations.map(async (location) => bucketFault(location, stack))),
    Promise.all(regions.map(async (region) => eventHistory(region, period))),
    trailLogs(regions, targets, period),
  ]);
  const sources = [...histories, ...trails.logs];
  const entries = mergeEntries(sources, targets);
  return {
    stack,
    target,
    ...(copy ? { replica: copy } : {}),
    period,
    entries,
    sources: sources.map(({ name: source, covers, fault }) => ({
      name: source,
      covers,
      found: entries.filter((entry) => entry.sources.includes(source)).length,
      ...(fault === undefined ? {} : { fault }),
    })),
    gaps: [...faults.filter((fault) => fault !== undefined), ...gapsOf(sources, trails.regionsWithout, period)],
  };
}

/** The accesses in the records of all sources: each event once, with every source that contains it. */
export function mergeEntries(sources: readonly Source[], targets: readonly Target[]): AuditEntry[] {
  const entries = new Map<string, AuditEntry>();
  for (const { name, records } of sources) {
    for (const record of records) {
      const [access] = targets.flatMap((target) => stateAccessIn(record, target) ?? []);
      if (!access) continue;
      const known = entries.get(access.eventId)?.sources ?? [];
      entries.set(access.eventId, { ...access, sources: known.includes(name) ? known : [...known, name] });
    }
  }
  return [...entries.values()].sort((one, other) => other.time.localeCompare(one.time, "en"));
}

function gapsOf(sources: readonly Source[], regionsWithoutLog: readonly string[], { since }: Period): string[] {
  const reach = Date.now() - daysOfEventHistory * 24 * 3_600_000;
  return [
    ...sources.flatMap(({ name, fault }) => (fault === undefined ? [] : [`${name}: ${fault}`])),
    ...regionsWithoutLog.flatMap((region) => [
      `reads of the object: no trail of ${region} delivers to CloudWatch Logs; a trail's files in S3 may contain them`,
      ...(since.getTime() < reach
        ? [
            `decryptions in ${region} before ${new Date(reach).toISOString()}: the event history goes back ${daysOfEventHistory} days`,
          ]
        : []),
    ]),
  ];
}
