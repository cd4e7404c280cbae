/**
 * A value as text: strings as they are, lists of strings in alphabetical order, everything else as JSON.
 *
 * @param isInOrder whether lists of strings keep their own order
 * @returns undefined where there is no value
 */
export function valueText(value: unknown, isInOrder = false): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "string") return value;
  if (!Array.isArray(value) || !value.every((element) => typeof element === "string")) return JSON.stringify(value);
  return value.length === 0 ? "(none)" : (isInOrder ? value : [...value].sort()).join(", ");
}
