import { isDeepStrictEqual } from "node:util";

/**
 * The text of a state with another serial and everything else unchanged: parsing and formatting the numbers would round
 * large ones.
 *
 * @throws when the text has no serial
 */
export function withSerial(text: string, serial: number): string {
  const expected = { ...(JSON.parse(text) as object), serial };
  for (const { index, 0: field } of text.matchAll(/"serial"\s*:\s*\d+/g)) {
    const changed = `${text.slice(0, index)}"serial": ${serial}${text.slice(index + field.length)}`;
    if (isDeepStrictEqual(JSON.parse(changed), expected)) return changed;
  }
  throw new Error("the state has no serial");
}
