import { z } from "zod";
import { type Fault, faultUnder } from "../options/faults";
import { describeIssue, faultsOf } from "../options/schema-faults";

/** Settings of which some could not be read, whole sections or single fields. */
export type Readable<T> = { readonly [Key in keyof T]?: Partial<T[Key]> };

/**
 * The readable part of one settings object. Invalid settings are missing from `values` and all others are present, so
 * that rules about those still run and every invalid setting is reported at once.
 */
export interface PartialSettings<T> {
  /** First part of the paths of its invalid settings: `organization`, or an environment's name. */
  readonly label: string;

  /** A missing key is an invalid setting. Of settings by name, the valid ones are present. */
  readonly values: Readable<T>;
  readonly faults: readonly Fault[];
}

/** Reads settings by a schema, field by field where the whole is invalid. */
export function parsePartially<Schema extends z.ZodObject>(
  schema: Schema,
  input: unknown,
  label: string,
): PartialSettings<z.output<Schema>> {
  const result = schema.safeParse(input, { error: describeIssue, reportInput: true });
  const faults = result.success ? [] : faultsOf(result.error.issues);
  return {
    label,
    values: readFields(schema, input, readSection) as Readable<z.output<Schema>>,
    faults: faults.map((inner) => faultUnder(label, inner)),
  };
}

/** What a rule reads: a setting that has no fields of its own, or these fields of a section. */
type Needs<T> = { readonly [Key in keyof T]?: true | readonly (keyof NonNullable<T[Key]>)[] };

type FieldsIn<Section, Field> = Section extends undefined ? undefined : Pick<Section, Field & keyof Section>;

type Needed<T, N> = {
  readonly [Key in keyof N & keyof T]: N[Key] extends readonly (infer Field)[] ? FieldsIn<T[Key], Field> : T[Key];
};

/** Creates rules about settings of one kind, each of which runs only if everything that it needs could be read. */
export function rulesAbout<T>() {
  return <const N extends Needs<T>>(needs: N, rule: (values: Needed<T, N>) => readonly Fault[]) =>
    (values: Readable<T>): readonly Fault[] =>
      hasAll(values, needs) ? rule(values as unknown as Needed<T, N>) : [];
}

function hasAll(values: object, needs: object): boolean {
  return Object.entries(needs).every(([key, fields]: [string, true | readonly string[]]) => {
    if (!(key in values)) return false;
    const section = (values as Readonly<Record<string, unknown>>)[key];
    return fields === true || !isObject(section) || fields.every((field) => field in section);
  });
}

/** Represents a setting that could not be read, since `undefined` is an optional setting that is not set. */
const unread = Symbol("unread");

type Reader = (schema: z.ZodType, input: unknown) => unknown;

function readSection(schema: z.ZodType, input: unknown): unknown {
  const fields = withoutWrapper(schema);
  if (!(fields instanceof z.ZodObject)) return readField(schema, input);
  const result = schema.safeParse(input);
  if (!result.success) return isObject(input) ? readFields(fields, input, readField) : unread;
  return isObject(result.data) ? { ...absentFields(fields), ...result.data } : result.data;
}

function readField(schema: z.ZodType, input: unknown): unknown {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const named = withoutWrapper(schema);
  if (!(named instanceof z.ZodRecord) || !isObject(input)) return unread;
  return readEach(Object.entries(input).map(([name, value]) => [name, named.valueType as z.ZodType, value]));
}

function readFields(schema: z.ZodObject, input: unknown, read: Reader): Record<string, unknown> {
  if (!isObject(input)) return {};
  return readEach(
    Object.entries(schema.shape).map(([key, field]) => [key, field as z.ZodType, input[key]]),
    read,
  );
}

function readEach(
  fields: readonly (readonly [key: string, schema: z.ZodType, input: unknown])[],
  read: Reader = readField,
): Record<string, unknown> {
  const values = fields.map(([key, schema, input]) => [key, read(schema, input)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== unread));
}

/** The schema of settings that can be omitted. */
function withoutWrapper(schema: z.ZodType): z.ZodType {
  const isWrapped =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return isWrapped ? withoutWrapper(schema.unwrap() as z.ZodType) : schema;
}

function absentFields(schema: z.ZodObject): Record<string, undefined> {
  return Object.fromEntries(Object.keys(schema.shape).map((key) => [key, undefined]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
