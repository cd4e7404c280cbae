const operators: Record<string, (order: number) => boolean> = {
  ">=": (order) => order >= 0,
  ">": (order) => order > 0,
  "<=": (order) => order <= 0,
  "<": (order) => order < 0,
  "=": (order) => order === 0,
  "!=": (order) => order !== 0,
};

/**
 * Whether a release satisfies a range as Terraform writes them: `>= 5.100.0, < 6.21.0` or `~> 1.13.5`. A version that
 * is not a plain release, such as a pre-release, satisfies no range.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */
export function satisfies(version: string, range: string): boolean {
  if (!/^\d+(\.\d+)*$/.test(version)) return false;
  return range.split(",").every((part) => {
    const [, operator = "=", bound = ""] = /^\s*([~<>=!]+)?\s*([\d.]+)\s*$/.exec(part) ?? [];
    if (operator === "~>") return isWithinSeries(version, bound);
    return operators[operator]?.(compareVersions(version, bound)) ?? false;
  });
}

/** `~>` lets only the last number of its bound increase. */
function isWithinSeries(version: string, bound: string): boolean {
  const series = bound.split(".").slice(0, -1);
  const sameSeries = series.every((number, position) => version.split(".")[position] === number);
  return sameSeries && compareVersions(version, bound) >= 0;
}

/** Orders two releases by number: negative when the first is older. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map((version) => version.split(".").map(Number));
  for (let position = 0; position < 3; position += 1) {
    const difference = (a?.[position] ?? 0) - (b?.[position] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
