import { textTable } from "../cli/command-line";
import type { AuditEntry, AuditLog } from "./audit-log";
import type { Target } from "./state-access";

/** An audit log as text: a table, the sources, and what is missing. */
export function auditText({ stack, target, replica, period, entries, sources, gaps }: AuditLog): string {
  const title = `accesses to the state of ${stack} (${urlOf(target)})`;
  const targets = replica ? [target, replica] : [target];
  const numbers = new Map(sources.map(({ name }, index) => [name, `[${index + 1}]`]));
  return [
    title,
    ...(replica ? [`and to its replica (${urlOf(replica)})`] : []),
    `from ${period.since.toISOString()} to ${period.until.toISOString()}`,
    "",
    entries.length > 0 ? table(entries, numbers) : "none found",
    "",
    "sources",
    ...sources.map(
      ({ name, covers, found, fault }) =>
        `  ${numbers.get(name) ?? ""} ${name} (${covers}): ${fault === undefined ? `${found} found` : "not read"}`,
    ),
    ...targets
      .filter(({ kmsKeyArn }) => kmsKeyArn === undefined)
      .map((one) => `  no key of this account encrypts ${urlOf(one)}, so only reads of the object are recorded`),
    ...(gaps.length > 0 ? ["", "not in this log", ...gaps.map((gap) => `  ${gap}`)] : []),
    "",
    "CloudTrail delivers within about 15 minutes: the most recent accesses may not be included yet",
  ].join("\n");
}

function urlOf({ bucket, key }: Target): string {
  return `s3://${bucket}/${key}`;
}

function table(entries: readonly AuditEntry[], numbers: ReadonlyMap<string, string>): string {
  return textTable(
    ["TIME", "WHO", "FROM", "ACTION", "OBJECT", "KEY", "OUTCOME", "SOURCE"],
    entries.map(({ time, who, from, action, object, key = "-", outcome, sources }) => [
      time,
      `${who.name}${who.through === undefined ? "" : ` through ${who.through}`}`,
      from,
      action,
      object,
      key.replace(/^arn:.*:key\//, "key/"),
      outcome,
      sources.map((name) => numbers.get(name) ?? name).join(" "),
    ]),
  );
}
