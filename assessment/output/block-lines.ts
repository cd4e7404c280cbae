/** Lines of the resources and data sources in HCL, from 1, by address. */
export function blockLines(hcl: string): ReadonlyMap<string, number> {
  const lines = hcl.split("\n").flatMap((line, index): [string, number][] => {
    const [, kind, type = "", id = ""] = /^(resource|data) "([^"]+)" "([^"]+)" \{/.exec(line) ?? [];
    return kind === undefined ? [] : [[`${kind === "data" ? "data." : ""}${type}.${id}`, index + 1]];
  });
  return new Map(lines);
}
