import type { StackFiles } from "../synthesis/synthesized-project";

/** Lines of blocks in a stack's HCL, from 1, by address. */
export function blockLines({ hcl }: StackFiles): ReadonlyMap<string, number> {
  const lines = hcl.split("\n").flatMap((line, index): [string, number][] => {
    const [, kind, type = "", id = ""] = /^(resource|data) "([^"]+)" "([^"]+)" \{/.exec(line) ?? [];
    if (kind === undefined) return [];
    return [[`${kind === "data" ? "data." : ""}${type}.${id}`, index + 1]];
  });
  return new Map(lines);
}
