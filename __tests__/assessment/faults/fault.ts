import type { Json } from "../../../src/cdktf/terraform-json";

/** One fault in the example's synthesized stacks. */
export interface Fault {
  readonly stack: "bootstrap" | "dev" | "prod";

  /**
   * Names from the root of the stack's JSON to the value, separated by dots. An element of a list is named by its
   * position, by its `sid`, or by `+` for one more.
   */
  readonly path: string;

  /** The value that is planted. Without one the value there is removed. */
  readonly value?: Json;

  /** Rules that fail then and did not before. No other decision changes. */
  readonly rules: readonly string[];

  /** Controls that fail then and did not before. */
  readonly controls: readonly string[];
}

/** Faults by what is wrong. */
export type Faults = Readonly<Record<string, Fault>>;

type Container = Record<string, unknown> | unknown[];

/**
 * A copy of a stack's JSON with the fault.
 *
 * @throws Error when there is nothing at the path to remove, or the value is there already
 */
export function planted<Root>(root: Root, { path, value }: Fault): Root {
  const copy = structuredClone(root);
  const names = path.split(".");
  const last = names.pop() ?? "";
  const container = names.reduce((parent, name) => childOf(parent, name), copy as Container);
  const key = keyOf(container, last);
  const before = JSON.stringify(Reflect.get(container, key));
  if (before === JSON.stringify(value)) throw new Error(`${path} changes nothing`);
  if (value !== undefined) Reflect.set(container, key, value);
  else if (Array.isArray(container)) container.splice(Number(key), 1);
  else Reflect.deleteProperty(container, key);
  return copy;
}

function childOf(parent: Container, name: string): Container {
  const key = keyOf(parent, name);
  if (Reflect.get(parent, key) === undefined) Reflect.set(parent, key, {});
  return Reflect.get(parent, key) as Container;
}

function keyOf(container: Container, name: string): string {
  if (!Array.isArray(container)) return name;
  if (name === "+") return String(container.length);
  const position = container.findIndex((element) => (element as { sid?: string }).sid === name);
  return position < 0 ? name : String(position);
}
