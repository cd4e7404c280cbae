/** An address range as numbers, computed without the library that the plan uses. */
export interface Range {
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
}

export function rangeOf(cidr: string): Range {
  const [, a, b, c, d, prefix] = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(cidr)?.map(Number) ?? [];
  if (a === undefined || b === undefined || c === undefined || d === undefined || prefix === undefined) {
    throw new Error(`expected an IPv4 range, got "${cidr}"`);
  }
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  return { first, last: first + 2 ** (32 - prefix) - 1, prefix };
}

export function cidrOf(first: number, prefix: number): string {
  return `${[24, 16, 8, 0].map((shift) => (first >>> shift) & 255).join(".")}/${prefix}`;
}

/** A range is canonical when its first address is a multiple of its size. */
export function isCanonical({ first, prefix }: Range): boolean {
  return first % 2 ** (32 - prefix) === 0;
}

export function contains(outer: Range, inner: Range): boolean {
  return inner.first >= outer.first && inner.last <= outer.last;
}

/** Pairs of ranges that share an address; in the order of their first addresses only neighbours can. */
export function overlaps(ranges: readonly Range[]): [Range, Range][] {
  const ordered = [...ranges].sort((one, other) => one.first - other.first);
  return ordered.flatMap((range, position): [Range, Range][] => {
    const next = ordered[position + 1];
    return next !== undefined && next.first <= range.last ? [[range, next]] : [];
  });
}
