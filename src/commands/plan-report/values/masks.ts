/**
 * A mask of plan JSON has the structure of the value that it describes. `true` covers everything below it, and what is
 * absent or `false` covers nothing.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
export type Mask = unknown;

/** The mask of one part of a value: of an attribute by its name, of an element by its index. */
export function maskOf(mask: Mask, key: string | number): Mask {
  if (mask === true) return true;
  if (Array.isArray(mask)) return typeof key === "number" ? (mask as unknown[])[key] : undefined;
  return isObject(mask) ? mask[String(key)] : undefined;
}

/** Whether a mask covers any part of its value. */
export function coversAny(mask: Mask): boolean {
  if (mask === true) return true;
  if (Array.isArray(mask)) return mask.some(coversAny);
  return isObject(mask) && Object.values(mask).some(coversAny);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
