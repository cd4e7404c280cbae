import { isObject, type Json, type JsonObject } from "../../src/cdktf/terraform-json";

/**
 * The values of an object by their path, as JSON: `vpc_config.endpoint_public_access`. Objects and lists of objects are
 * entered; objects of a list are named by their `sid`, `id` or `name` where all have one, so that an insertion does not
 * move the others.
 */
export function flat(object: JsonObject): ReadonlyMap<string, string> {
  return new Map(entriesOf("", object));
}

function entriesOf(path: string, value: Json): [string, string][] {
  if (isObject(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([name, inner]) =>
      inner === undefined ? [] : entriesOf(path === "" ? name : `${path}.${name}`, inner),
    );
  }
  const objects = Array.isArray(value) ? (value as readonly Json[]) : [];
  if (objects.length > 0 && objects.every(isObject)) {
    const names = namesOf(objects);
    return objects.flatMap((inner, index) => entriesOf(`${path}[${names[index] ?? index}]`, inner));
  }
  return [[path, JSON.stringify(value)]];
}

function namesOf(objects: readonly JsonObject[]): readonly (Json | undefined)[] {
  for (const key of ["sid", "id", "name"]) {
    const names = objects.map((object) => object[key]);
    if (names.every((name) => typeof name === "string" && name !== "") && new Set(names).size === names.length) {
      return names;
    }
  }
  return [];
}
