import { type Fault, fault } from "../options/faults";

/** No settings are nested as deeply as this. */
const deepest = 12;

/**
 * Settings under the name `__proto__`. In an object literal it is not a name but sets the prototype, and no schema sees
 * what is under it.
 *
 * @see https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Object/proto
 */
export function hiddenSettings(input: unknown, path: readonly PropertyKey[] = []): Fault[] {
  if (typeof input !== "object" || input === null || path.length > deepest) return [];
  const own = isHiding(input) ? [fault([...path, "__proto__"], undefined, "a name other than __proto__")] : [];
  return [
    ...own.map((inner) => ({ ...inner, got: "settings that JavaScript hides" })),
    ...Object.entries(input).flatMap(([key, value]) => {
      return key === "__proto__" ? [] : hiddenSettings(value, [...path, Array.isArray(input) ? Number(key) : key]);
    }),
  ];
}

/** The prototype of a plain object has no prototype itself, whichever context it is from. */
function isHiding(input: object): boolean {
  if (Array.isArray(input)) return false;
  const prototype: unknown = Object.getPrototypeOf(input);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return !isPlain || Object.hasOwn(input, "__proto__");
}
