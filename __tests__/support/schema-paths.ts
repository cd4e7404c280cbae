import { z } from "zod";

/** Paths of all fields of a schema; `<name>` stands for a key of a record, `[]` for an element of a list. */
export function pathsOf(schema: z.core.$ZodType, path = ""): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return pathsOf(schema.def.innerType, path);
  }
  if (schema instanceof z.ZodPipe) return pathsOf(schema.def.in, path);
  if (schema instanceof z.ZodArray) return pathsOf(schema.element, `${path}[]`);
  if (schema instanceof z.ZodRecord) return pathsOf(schema.valueType, `${path}.<name>`);
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Readonly<Record<string, z.core.$ZodType>>).flatMap(([key, field]) => {
    const fieldPath = path === "" ? key : `${path}.${key}`;
    return [fieldPath, ...pathsOf(field, fieldPath)];
  });
}
