/** One invalid setting, in words. */
export interface Fault {
  /** Path of the setting, for example `prod.cluster.nodeGroups.system.minSize`. */
  readonly path: string;

  /** The value that was found, as written in TypeScript. */
  readonly got: string;

  /** What is allowed instead. */
  readonly allowed: string;
}

/**
 * Reports all invalid settings at once: each is a line of the message with its path, the value found and what is
 * allowed.
 */
export class SettingsError extends Error {
  override readonly name = "SettingsError";

  constructor(readonly faults: readonly Fault[]) {
    const count = faults.length === 1 ? "1 invalid setting" : `${faults.length} invalid settings`;
    const lines = faults.map(({ path, got, allowed }) => `  ${path}: got ${got}, allowed: ${allowed}`);
    super([`${count} in ${filesOf(faults).join(", ")}`, ...lines].join("\n"));
  }
}

type Path = readonly PropertyKey[];

export function fault(path: Path, got: unknown, allowed: string): Fault {
  return { path: pathText(path), got: valueText(got), allowed };
}

/** The same invalid setting, seen from the object that holds it under `key`. */
export function faultUnder(key: string, inner: Fault): Fault {
  const separator = inner.path === "" || inner.path.startsWith("[") ? "" : ".";
  return { ...inner, path: `${key}${separator}${inner.path}` };
}

function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    const name = String(key);
    if (!/^[\w-]+$/.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === "" ? name : `${text}.${name}`;
  }, "");
}

/** Longest value that is shown in full; a longer one would hide the rest of the line. */
const longestValue = 120;

export function valueText(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "function") return "a function";
  const text = typeof value === "number" || typeof value === "bigint" ? String(value) : JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
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
