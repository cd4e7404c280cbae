/** A result or decision before and after, in words. */
export function changeText(before = "not there", after = "not there"): string {
  return before === after ? `${after} as before` : `${before} to ${after}`;
}
