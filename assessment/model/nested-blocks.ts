import { isObject, type Json, type JsonObject } from "../../src/cdktf/terraform-json";
import type { Block } from "./project";

/** Nested blocks of one name, each with arguments of its own, or an expression that generates them. */
export type NestedBlocks =
  | { readonly is: "known"; readonly blocks: readonly JsonObject[] }
  | { readonly is: "unknown"; readonly expression: string };

/**
 * The nested blocks of a name, which Terraform's JSON syntax has as a list or alone. Those that Terraform multiplies or
 * generates (`count`, `for_each`, `dynamic`) are unknown. Values in the blocks can be expressions.
 */
export function nestedBlocks(block: Block, name: string): NestedBlocks {
  const { dynamic } = block.values;
  if (isMultiplied(block) || (isObject(dynamic) && name in dynamic))
    return { is: "unknown", expression: `generated blocks of ${block.address}` };
  const list = listOf(block.values[name]);
  return list.every(isObject)
    ? { is: "known", blocks: list }
    : { is: "unknown", expression: JSON.stringify(block.values[name]) };
}

/** Whether Terraform makes several resources of a block, or none. */
export function isMultiplied({ values }: Block): boolean {
  return values.count !== undefined || values.for_each !== undefined;
}

/** The values of a list, which Terraform's JSON syntax accepts alone as well. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}
