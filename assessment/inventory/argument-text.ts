import type { Json } from "../../src/cdktf/terraform-json";
import { nestedBlocks } from "../model/nested-blocks";
import type { Block, Stack } from "../model/project";
import { hasExpression, referenceOf, resourcesOf, textOf, type Value, valueAt } from "../model/value";

/** An argument as text: `absent` if it is not set, `unknown: …` if only Terraform knows it. */
export function argumentText(block: Block, path: string, absent = ""): string {
  const value = valueAt(block, path);
  if (value.is === "absent") return absent;
  return value.is === "known" ? textOf(value.value) : unknownText(value.expression);
}

export function unknownText(expression: string): string {
  return `unknown: ${expression}`;
}

/** The resource to which a value refers, or the literal value. */
export function referredText(value: Json | undefined, absent = ""): string {
  if (value === undefined || value === null) return absent;
  if (!hasExpression(value)) return textOf(value);
  return referenceOf(value)?.address ?? unknownText(textOf(value));
}

/**
 * What is to say of the nested blocks of a name. If Terraform generates them, that they are unknown.
 *
 * @param describe a nested block, as a block of its own so that its arguments are read in the same way
 */
export function blockTexts(
  block: Block,
  name: string,
  describe: (nested: Block) => readonly string[],
): readonly string[] {
  const nested = nestedBlocks(block, name);
  if (nested.is === "unknown") return [unknownText(nested.expression)];
  return nested.blocks.flatMap((values) => describe({ ...block, values }));
}

/**
 * The KMS key that an argument names. A key's alias leads to the key where the stack creates both.
 *
 * @param absent text if no key is named
 */
export function keyText(stack: Stack, value: Value, absent: string): string {
  if (value.is === "absent") return absent;
  if (value.is === "unknown") {
    const address = referenceOf(value.expression)?.address;
    if (address === undefined) return unknownText(value.expression);
    const block = stack.blocks.get(address);
    return block?.kind === "resource" && block.type === "aws_kms_alias" ? aliasText(block) : address;
  }
  const name = textOf(value.value);
  if (name.startsWith("alias/aws/")) return `${name} (AWS managed)`;
  const alias = resourcesOf(stack, "aws_kms_alias").find(({ values }) => values.name === name);
  return alias ? aliasText(alias) : name;
}

function aliasText({ values: { name, target_key_id: key } }: Block): string {
  return `${referredText(key)} (${textOf(name)})`;
}
