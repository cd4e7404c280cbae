const shown = 3;

/** A list of any length as part of a sentence: its first three, and the number of the others. */
export function someOf(names: readonly string[]): string {
  const more = names.length - shown;
  return more > 0 ? `${names.slice(0, shown).join(", ")} and ${more} more` : names.join(", ");
}
