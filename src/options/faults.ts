import { z } from "zod";

/** One invalid setting, in words. */
export interface Fault {
  /** Path of the setting, for example `prod.cluster.nodeGroups.system.minSize`. */
  readonly path: string;

  /** The value that was found, as written in TypeScript. */
  readonly got: string;

  /** What is allowed instead. */
  readonly allowed: string;
}

/** Most lines of one message, and most characters of what is allowed: more would hide the first of them. */
export const mostLines = 100;
const longestAllowed = 1000;

/** The lines of a message about invalid options: path, value and what is allowed. */
export function faultLines(faults: readonly Fault[]): string[] {
  const shown = faults
    .slice(0, mostLines)
    .map(({ path, got, allowed }) => `  ${path}: got ${got}, allowed: ${clip(allowed, longestAllowed)}`);
  return faults.length > mostLines ? [...shown, `  … and ${faults.length - mostLines} more`] : shown;
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
    if (!/^[\w-]{1,120}$/.test(name)) return `${text}[${valueText(name)}]`;
    return text === "" ? name : `${text}.${name}`;
  }, "");
}

/** Longest value that is shown in full; a longer one would hide the rest of the line. */
const longestValue = 120;

/** A value as one short line that a terminal shows as it is. */
export function valueText(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "nothing";
    case "function":
      return "a function";
    case "bigint":
      return clip(`${value}n`, longestValue);
    case "string":
      return clip(printable(JSON.stringify(value.slice(0, longestValue))), longestValue);
    case "object":
      return clip(printable(objectText(value)), longestValue);
    default:
      return clip(printable(String(value)), longestValue);
  }
}

/** What a getter or a proxy threw, which can be anything. */
export function errorText(error: unknown): string {
  try {
    return `an error: ${String(error)}`;
  } catch {
    return "an error that cannot be shown";
  }
}

function objectText(value: object | null): string {
  try {
    if (value !== null && !Array.isArray(value) && !z.core.util.isPlainObject(value)) return "an object of a class";
    return JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? `${inner}n` : inner));
  } catch {
    return "an object that cannot be shown";
  }
}

/** Escapes what JSON leaves as it is and a terminal does not show: controls, line separators, marks of direction. */
function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function clip(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
