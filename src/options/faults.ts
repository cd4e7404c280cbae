/** One invalid setting, in words. */
export interface Fault {
  /** Path of the setting, for example `prod.cluster.nodeGroups.system.minSize`. */
  readonly path: string;

  /** The value that was found, as written in TypeScript. */
  readonly got: string;

  /** What is allowed instead. */
  readonly allowed: string;
}

/** The lines of a message about invalid options: path, value and what is allowed. */
export function faultLines(faults: readonly Fault[]): string[] {
  return faults.map(({ path, got, allowed }) => `  ${path}: got ${got}, allowed: ${allowed}`);
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
