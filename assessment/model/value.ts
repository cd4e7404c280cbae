import { isObject, type Json } from "../../src/cdktf/terraform-json";
import type { Block, Stack } from "./project";

/** A value of a block: written there, absent, or an expression whose value only Terraform knows. */
export type Value =
  | { readonly is: "known"; readonly value: Json }
  | { readonly is: "absent" }
  | { readonly is: "unknown"; readonly expression: string };

const absent: Value = { is: "absent" };

/**
 * The value at a path of a block, such as `vpc_config.endpoint_public_access`. Lists of one block are entered, as
 * Terraform's JSON syntax allows both forms. Blocks that Terraform multiplies or generates (`count`, `for_each`,
 * `dynamic`) are unknown.
 */
export function valueAt(block: Block, path: string): Value {
  const [multiplier] = ["count", "for_each"].filter((name) => block.values[name] !== undefined);
  if (multiplier !== undefined) return { is: "unknown", expression: `${multiplier} of ${block.address}` };
  const [first = "", ...rest] = path.split(".");
  const { dynamic } = block.values;
  if (isObject(dynamic) && first in dynamic) return { is: "unknown", expression: `dynamic block ${first}` };
  return entered(block.values[first], rest);
}

function entered(value: Json | undefined, path: readonly string[]): Value {
  if (value === undefined || value === null) return absent;
  if (typeof value === "string" && path.length > 0) return { is: "unknown", expression: value };
  const [name, ...rest] = path;
  if (name === undefined)
    return hasExpression(value) ? { is: "unknown", expression: textOf(value) } : { is: "known", value };
  if (Array.isArray(value)) return value.length === 1 ? entered((value as readonly Json[])[0], path) : absent;
  return isObject(value) ? entered(value[name], rest) : absent;
}

/** Whether Terraform evaluates a part of the value. */
export function hasExpression(value: Json): boolean {
  return /(?<!\$)\$\{|(?<!%)%\{/.test(textOf(value));
}

/** A value as text: a string as it is, anything else as JSON. */
export function textOf(value: Json | undefined): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Names that begin no block's address: what they contain only Terraform knows. */
const notBlocks = /^(var|local|module|each|count|self|path|terraform)\./;

/** The block and attribute to which a value refers alone: `${aws_kms_key.state.arn}`. */
export function referenceOf(
  value: Json | undefined,
): { readonly address: string; readonly attribute: string } | undefined {
  if (typeof value !== "string") return undefined;
  const [, address, attribute] = /^\$\{((?:data\.)?\w+\.\w+)\.([\w.[\]]+)\}$/.exec(value) ?? [];
  return address === undefined || attribute === undefined || notBlocks.test(address)
    ? undefined
    : { address, attribute };
}

/** Resources of a type in a stack. */
export function resourcesOf(stack: Stack, type: string): readonly Block[] {
  return [...stack.blocks.values()].filter((block) => block.kind === "resource" && block.type === type);
}

/**
 * Resources of a type whose argument refers to another resource, or has the same literal value as that resource's
 * argument: `aws_s3_bucket_versioning` by `bucket`.
 */
export function satellitesOf(
  stack: Stack,
  type: string,
  argument: string,
  of: Block,
  literals: readonly Json[] = [],
): readonly Block[] {
  return resourcesOf(stack, type).filter((block) => {
    const value = block.values[argument];
    return referenceOf(value)?.address === of.address || (value !== undefined && literals.includes(value));
  });
}
