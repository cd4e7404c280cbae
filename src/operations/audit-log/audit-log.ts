import { DescribeKeyCommand, KMSClient, NotFoundException } from "@aws-sdk/client-kms";
import { withAws } from "../aws-errors";
import type { S3BackendArguments } from "../state/backend";
import type { DeclaredState } from "../state/declared-state";
import { eventHistory } from "./event-history";
import type { Period, Source } from "./source";
import { stateAccessIn, type StateAccessEvent, type Target } from "./state-access";
import { trailLogs } from "./trail-log";

/** An access, and where its record was found. */
export interface AuditEntry extends StateAccessEvent {
  readonly sources: readonly string[];
}

/** Who read or decrypted a state within a period, as far as AWS was asked. */
export interface AuditLog {
  readonly stack: string;
  readonly target: Target;
  readonly period: Period;

  /** The newest first. */
  readonly entries: readonly AuditEntry[];
  readonly sources: readonly (Omit<Source, "records"> & { readonly found: number })[];

  /** What is not in this log and why. Without any, it is all that CloudTrail knows. */
  readonly gaps: readonly string[];
}

const daysOfEventHistory = 90;

/**
 * Gathers from all of CloudTrail's sources who accessed a state.
 *
 * @throws CommandError when the trails cannot be listed
 */
export async function auditLog({ name, backend }: DeclaredState, period: Period): Promise<AuditLog> {
  const target = await targetOf(backend);
  const [history, logs] = await Promise.all([
    eventHistory(backend.region, period),
    trailLogs(backend.region, target, period),
  ]);
  const sources = [history, ...logs];
  const entries = mergeEntries(sources, target);
  return {
    stack: name,
    target,
    period,
    entries,
    sources: sources.map(({ name: source, covers, fault }) => ({
      name: source,
      covers,
      found: entries.filter((entry) => entry.sources.includes(source)).length,
      ...(fault === undefined ? {} : { fault }),
    })),
    gaps: gapsOf(sources, logs, period),
  };
}

/** The accesses in the records of all sources: each event once, with every source that has it. */
export function mergeEntries(sources: readonly Source[], target: Target): AuditEntry[] {
  const entries = new Map<string, AuditEntry>();
  for (const { name, records } of sources) {
    for (const record of records) {
      const access = stateAccessIn(record, target);
      if (!access) continue;
      const known = entries.get(access.eventId)?.sources ?? [];
      entries.set(access.eventId, { ...access, sources: known.includes(name) ? known : [...known, name] });
    }
  }
  return [...entries.values()].sort((one, other) => other.time.localeCompare(one.time, "en"));
}

function gapsOf(sources: readonly Source[], logs: readonly Source[], { since }: Period): string[] {
  const reach = Date.now() - daysOfEventHistory * 24 * 3_600_000;
  return [
    ...sources.flatMap(({ name, fault }) => (fault === undefined ? [] : [`${name}: ${fault}`])),
    ...(logs.length === 0
      ? [
          "reads of the object: no trail of this region delivers to CloudWatch Logs; a trail's files in S3 may hold them",
        ]
      : []),
    ...(logs.length === 0 && since.getTime() < reach
      ? [`decryptions before ${new Date(reach).toISOString()}: the event history goes back ${daysOfEventHistory} days`]
      : []),
  ];
}

async function targetOf(backend: S3BackendArguments): Promise<Target> {
  const { bucket, key, region, kms_key_id: keyId } = backend;
  if (keyId === undefined) return { bucket, key };
  const kmsKeyArn = await withAws("look up the state's key (kms:DescribeKey)", async () => keyArn(region, keyId));
  return { bucket, key, ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }) };
}

async function keyArn(region: string, keyId: string): Promise<string | undefined> {
  try {
    return (await new KMSClient({ region }).send(new DescribeKeyCommand({ KeyId: keyId }))).KeyMetadata?.Arn;
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}
