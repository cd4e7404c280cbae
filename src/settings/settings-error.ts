import { type Fault, faultLines } from "../options/faults";
import { someOf } from "../options/some-of";

/**
 * Reports all invalid settings at once: each is a line of the message with its path, the value found and what is
 * allowed.
 */
export class SettingsError extends Error {
  override readonly name = "SettingsError";

  constructor(readonly faults: readonly Fault[]) {
    const count = faults.length === 1 ? "1 invalid setting" : `${faults.length} invalid settings`;
    super([`${count} in ${someOf(filesOf(faults))}`, ...faultLines(faults)].join("\n"));
  }
}

/** Each environment's file has its name, and index.ts lists them. */
function filesOf(faults: readonly Fault[]): string[] {
  const files = faults.map(
    ({ path }) => `environments/${/^environments(\[|$)/.test(path) ? "index" : firstKey(path)}.ts`,
  );
  return [...new Set(files)].sort();
}

function firstKey(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? path;
}
