import { isObject } from "./masks";

/** A value without its empty parts: what is null, an empty text, or a collection with nothing else in it. */
export function withoutEmpty(value: unknown): unknown {
  if (value === undefined || value === "") return null;
  if (Array.isArray(value)) {
    const elements = value.map(withoutEmpty).filter((element) => element !== null);
    return elements.length === 0 ? null : elements;
  }
  if (!isObject(value)) return value;
  const parts = Object.entries(value).flatMap(([name, part]) => {
    const own = withoutEmpty(part);
    return own === null ? [] : [[name, own] as const];
  });
  return parts.length === 0 ? null : Object.fromEntries(parts);
}
