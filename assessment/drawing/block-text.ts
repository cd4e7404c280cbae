import type { Block, Stack } from "../model/project";
import { referenceOf, textOf, valueAt } from "../model/value";

/** A value as text; an expression that Terraform evaluates is quoted as it stands. */
export function textAt(block: Block, path: string): string | undefined {
  const value = valueAt(block, path);
  if (value.is === "absent") return undefined;
  if (value.is === "unknown") return value.expression;
  return textOf(value.value);
}

/** The texts of a list; one text if the list is an expression. */
export function textsAt(block: Block, path: string): readonly string[] {
  const value = valueAt(block, path);
  if (value.is === "absent") return [];
  if (value.is === "unknown") return listed(value.expression);
  return [value.value].flat().map(textOf);
}

/** Lists with expressions in them are unknown as a whole, and given as JSON. */
function listed(expression: string): readonly string[] {
  return expression.startsWith("[") ? (JSON.parse(expression) as readonly string[]) : [expression];
}

/** Whether an argument refers to a resource, alone or as an item of a list. */
export function refersTo(block: Block, path: string, target: Block): boolean {
  return textsAt(block, path).some((text) => referenceOf(text)?.address === target.address);
}

/** Identifier of a block's part in an architecture. */
export function partId({ stack, address }: Block): string {
  return `${stack}/${address}`;
}

/** The alias of a key, or its address where it has none. */
export function keyName(stack: Stack, key: Block): string {
  const alias = [...stack.blocks.values()].find(
    (block) => block.type === "aws_kms_alias" && refersTo(block, "target_key_id", key),
  );
  return (alias && textAt(alias, "name")) ?? key.address;
}
