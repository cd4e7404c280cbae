import { isObject, type Json, type JsonObject } from "../../src/cdktf/terraform-json";
import { textOf } from "../model/value";

/**
 * The arguments of a block by their path, as JSON: `vpc_config.endpoint_public_access`. Nested blocks are entered; those
 * of a list are named by their `sid`, `id` or `name` where all have one, so that an insertion does not move the others.
 */
export function flatArguments(block: JsonObject): ReadonlyMap<string, string> {
  return new Map(entriesOf("", block, true));
}

/** Settings by their path, as JSON: `network.natGateways`. A list is one value. */
export function flatSettings(settings: JsonObject): ReadonlyMap<string, string> {
  return new Map(entriesOf("", settings, false));
}

function entriesOf(path: string, value: Json, entersLists: boolean): [string, string][] {
  if (isObject(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([name, inner]) =>
      inner === undefined ? [] : entriesOf(path === "" ? name : `${path}.${name}`, inner, entersLists),
    );
  }
  const objects = entersLists && Array.isArray(value) ? (value as readonly Json[]) : [];
  if (objects.length > 0 && objects.every(isObject)) {
    const names = namesOf(objects);
    return objects.flatMap((inner, index) =>
      entriesOf(`${path}[${names[index] ?? String(index)}]`, inner, entersLists),
    );
  }
  return [[path, JSON.stringify(value)]];
}

function namesOf(objects: readonly JsonObject[]): readonly string[] {
  for (const key of ["sid", "id", "name"]) {
    const names = objects.map((object) => textOf(object[key]));
    if (!names.includes("") && new Set(names).size === names.length) return names;
  }
  return [];
}
