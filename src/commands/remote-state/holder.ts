import type { LockInfo } from "./lock";

/** Describes the holder of a lock, a line for each field of the lock object. */
export function describeHolder(lock: LockInfo, now = new Date()): string[] {
  return [
    `  Who:        ${lock.Who}`,
    `  Operation:  ${lock.Operation}`,
    `  Created:    ${lock.Created}${ageOf(lock, now)}`,
    `  ID:         ${lock.ID}`,
    ...(lock.Path ? [`  Path:       ${lock.Path}`] : []),
    ...(lock.Version ? [`  Version:    ${lock.Version}`] : []),
    ...(lock.Info ? [`  Info:       ${lock.Info}`] : []),
  ];
}

/** For how long a lock has been held, such as `2 h 5 min`; empty if the lock has no valid time. */
export function heldFor(lock: LockInfo, now = new Date()): string {
  const created = Date.parse(lock.Created);
  if (Number.isNaN(created)) return "";
  const minutes = Math.max(0, Math.floor((now.getTime() - created) / 60_000));
  if (minutes < 1) return "less than a minute";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.floor(minutes / (24 * 60))} d ${Math.floor((minutes / 60) % 24)} h`;
}

function ageOf(lock: LockInfo, now: Date): string {
  const age = heldFor(lock, now);
  return age === "" ? "" : ` (${age} ago)`;
}
