/** All strings of some parameters at any depth, except under members of the given names. */
export function stringsIn(value: unknown, except: ReadonlySet<string> = new Set()): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((item) => stringsIn(item, except));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => (except.has(name) ? [] : stringsIn(member, except)));
}

/** The strings of a parameter that is a string or a list of strings. */
export function stringsAt(parameters: Readonly<Record<string, unknown>>, name: string): string[] {
  return [parameters[name]].flat().filter((value): value is string => typeof value === "string");
}

/** The value at a path of member names, `VPC.VPCId`. */
export function valueAt(parameters: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], parameters);
}
