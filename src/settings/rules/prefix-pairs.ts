/**
 * The pairs of keys of which one begins with the other, each as positions in the list, in the order of the list. The time
 * grows with the number of keys and of pairs, not with the square of the number of keys.
 */
export function prefixPairs(keys: readonly string[]): (readonly [later: number, earlier: number])[] {
  // What begins with a key follows it directly in the order of the keys.
  const sorted = keys.map((key, position) => ({ key, position })).sort((one, other) => (one.key < other.key ? -1 : 1));
  const beginnings: typeof sorted = [];
  const pairs: [later: number, earlier: number][] = [];
  for (const one of sorted) {
    while (beginnings.length > 0 && !one.key.startsWith(beginnings.at(-1)?.key ?? "")) beginnings.pop();
    for (const { position } of beginnings) {
      pairs.push([Math.max(position, one.position), Math.min(position, one.position)]);
    }
    beginnings.push(one);
  }
  return pairs.sort(([later, earlier], [otherLater, otherEarlier]) => later - otherLater || earlier - otherEarlier);
}
