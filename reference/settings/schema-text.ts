import { z } from "zod";
import { told } from "../../src/options/schema";

/** The schema of a setting's own value: without its default, and without later transformations of the value. */
export function bare(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return bare(schema.def.innerType);
  }
  return schema instanceof z.ZodPipe ? bare(schema.def.in) : schema;
}

/** The type that a schema accepts. Settings that have fields are `settings`. */
export function typeOf(schema: z.core.$ZodType): string {
  const value = bare(schema);
  if (value instanceof z.ZodEnum) return value.options.map((option) => JSON.stringify(option)).join(" | ");
  if (value instanceof z.ZodUnion) return value.options.map(typeOf).join(" | ");
  if (value instanceof z.ZodArray) return listOf(typeOf(value.element));
  if (value instanceof z.ZodRecord) return `Record<string, ${typeOf(value.valueType)}>`;
  if (value instanceof z.ZodObject) return "settings";
  return value._zod.def.type;
}

function listOf(item: string): string {
  return item.includes(" | ") ? `(${item})[]` : `${item}[]`;
}

/** The values that a schema allows beyond its type, in the words of its error messages. */
export function allowedBy(schema: z.core.$ZodType): string[] {
  const value = bare(schema);
  if (value instanceof z.ZodObject) return [];
  return [...new Set([...ownTexts(value), ...partTexts(value)])];
}

function ownTexts(schema: z.core.$ZodType): string[] {
  const { error, checks = [] } = schema._zod.def;
  const kind = schema instanceof z.ZodRecord ? undefined : textOf(error);
  const texts = checks.map(({ _zod }) => textOf(_zod.def.error) ?? declared(_zod));
  return [kind, ...texts, told.get(schema as z.ZodType)?.allowed].filter((text) => text !== undefined);
}

/** An array's items, a record's values, and the alternatives of a union that restrict their type. */
function partTexts(schema: z.core.$ZodType): string[] {
  if (schema instanceof z.ZodArray) return prefixed("each: ", schema.element);
  if (schema instanceof z.ZodRecord) return prefixed("values: ", schema.valueType);
  return schema instanceof z.ZodUnion ? schema.options.flatMap(allowedBy) : [];
}

function prefixed(prefix: string, schema: z.core.$ZodType): string[] {
  const texts = allowedBy(schema);
  return texts.length > 0 ? [`${prefix}${texts.join("; ")}`] : [];
}

/** The text that was passed to a schema or check of zod, which stores it as a function. */
function textOf(error: z.core.$ZodErrorMap<never> | undefined): string | undefined {
  const text = error?.({} as never);
  return typeof text === "string" ? text : text?.message;
}

/** The text of a `requirement`. */
function declared({ check }: { readonly check: object }): string | undefined {
  return "allowed" in check && typeof check.allowed === "string" ? check.allowed : undefined;
}
