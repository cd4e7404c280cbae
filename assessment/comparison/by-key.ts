/** What has the same key in two lists, sorted by key; undefined where a list does not have it. */
export function pairsByKey<Item>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
): { readonly key: string; readonly before: Item | undefined; readonly after: Item | undefined }[] {
  const [old, current] = [before, after].map((items) => new Map(items.map((item) => [keyOf(item), item])));
  const keys = new Set([...(old?.keys() ?? []), ...(current?.keys() ?? [])]);
  return [...keys].sort().map((key) => ({ key, before: old?.get(key), after: current?.get(key) }));
}
