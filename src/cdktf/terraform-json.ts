/** A value of Terraform's JSON syntax. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** Arguments and blocks by their Terraform name. */
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Applies a change to every value of an object, keeping the names. */
export function mapValues(object: JsonObject, change: (value: Json, name: string) => Json): JsonObject {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) => (value === undefined ? [] : [[name, change(value, name)]])),
  );
}
