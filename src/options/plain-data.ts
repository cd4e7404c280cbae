import { Token } from "cdktf";
import { z } from "zod";
import { errorText, type Fault, fault } from "./faults";

/** Far more than any settings have. More is a mistake, such as a list that contains itself many times over. */
const mostValues = 2_000_000;
const mostLevels = 20;
const mostEntries = 1_000_000;

type Path = readonly PropertyKey[];

/** Values as plain data, and what is not: such values could not be validated or shown, or would be lost in silence. */
interface PlainData {
  readonly data: unknown;
  readonly faults: readonly Fault[];
}

/**
 * Copies values that consist of lists, objects and primitive values, reading each of them once. Primitive values of any
 * type are for the schema to judge.
 *
 * @param allowsReferences whether text can refer to another resource, which Terraform resolves
 */
export function readPlainData(input: unknown, allowsReferences: boolean): PlainData {
  const faults: Fault[] = [];
  let count = 0;

  const refuse = (path: Path, value: unknown, allowed: string): unknown => {
    faults.push(fault(path, value, allowed));
    return undefined;
  };

  /** Reads what a getter or a proxy computes, which can fail. */
  const attempt = (path: Path, compute: () => unknown): unknown => {
    try {
      return read(compute(), path);
    } catch (error) {
      return refuse(path, errorText(error), "a plain value, not one that is computed");
    }
  };

  const read = (value: unknown, path: Path): unknown => {
    count += 1;
    if (count > mostValues) return undefined;
    if (typeof value === "string") {
      if (allowsReferences || !Token.isUnresolved(value)) return value;
      return refuse(path, value, "plain text, not a reference to another resource");
    }
    if (typeof value !== "object" || value === null) return value;
    if (path.length > mostLevels)
      return refuse(path, value, `at most ${mostLevels} levels, none of which contains itself`);
    if (Array.isArray(value)) return readList(value, path);
    if (!z.core.util.isPlainObject(value)) return refuse(path, value, "plain values, lists and { name: value }");
    return readObject(value, path);
  };

  const readList = (list: readonly unknown[], path: Path): unknown => {
    if (list.length > mostEntries) return refuse(path, `${list.length} entries`, `at most ${mostEntries} entries`);
    return Array.from({ length: list.length }, (_, position) => attempt([...path, position], () => list[position]));
  };

  const readObject = (owner: object, path: Path): unknown => {
    if (hidesProperties(owner)) {
      const hidden = fault([...path, "__proto__"], undefined, "a name other than __proto__");
      faults.push({ ...hidden, got: "settings that JavaScript hides" });
    }
    const unfit = Reflect.ownKeys(owner).find((key) => typeof key === "symbol" || Token.isUnresolved(key));
    if (unfit !== undefined) return refuse([...path, String(unfit)], unfit, "a name in plain text");
    return Object.fromEntries(
      Object.keys(owner)
        .filter((key) => key !== "__proto__")
        .map((key) => [key, attempt([...path, key], () => (owner as Readonly<Record<string, unknown>>)[key])]),
    );
  };

  const data = attempt([], () => input);
  if (count > mostValues) refuse([], `more than ${mostValues} values`, `at most ${mostValues} values`);
  return { data, faults };
}

/**
 * Whether there is something under the name `__proto__`. In an object literal it is not a name but sets the prototype, and
 * no schema sees what is under it. The prototype of a plain object has no prototype itself, whichever context it is from.
 *
 * @see https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Object/proto
 */
function hidesProperties(owner: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(owner);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return !isPlain || Object.hasOwn(owner, "__proto__");
}
