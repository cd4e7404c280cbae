import { z } from "zod";
import { told } from "../../src/settings/schema";

/** The schema of a setting's own value: without its default, and without what is made of the value later. */
export function bare(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return bare(schema.def.innerType);
  }
  return schema instanceof z.ZodPipe ? bare(schema.def.in) : schema;
}

/** The type that a schema takes. Settings that have fields are `settings`. */
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

/** What a schema allows besides its type, in the words that a fault of it has. */
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

/** An array's items, a record's values, and those alternatives of a union that are more than their type. */
function partTexts(schema: z.core.$ZodType): string[] {
  if (schema instanceof z.ZodArray) return prefixed("each: ", schema.element);
  if (schema instanceof z.ZodRecord) return prefixed("values: ", schema.valueType);
  return schema instanceof z.ZodUnion ? schema.options.flatMap(allowedBy) : [];
}

function prefixed(prefix: string, schema: z.core.$ZodType): string[] {
  const texts = allowedBy(schema);
  return texts.length > 0 ? [`${prefix}${texts.join("; ")}`] : [];
}

/** A text that was given to a schema or check of zod's own, which keeps it as a function. */
function textOf(error: z.core.$ZodErrorMap<never> | undefined): string | undefined {
  const text = error?.({} as never);
  return typeof text === "string" ? text : text?.message;
}

/** The text of a `requirement`. */
function declared({ check }: { readonly check: object }): string | undefined {
  return "allowed" in check && typeof check.allowed === "string" ? check.allowed : undefined;
}
