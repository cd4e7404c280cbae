import { isDeepStrictEqual } from "node:util";
import type { ResourceChange } from "../../terraform/plan-json";
import { isListedType, isPartlyShown, isShown } from "./allow-list";
import { withoutEmpty } from "./empty";
import { coversAny, isObject, maskOf, type Mask } from "./masks";
import { valueText } from "./value-text";

/** One attribute that a plan changes. */
export interface AttributeChange {
  /** Names from the resource to the value, such as `vpc_config.endpoint_public_access`. */
  readonly name: string;

  /** `hidden` for an attribute that is not on the allow-list, `sensitive` for what Terraform marks as such. */
  readonly value: "shown" | "hidden" | "sensitive";

  /** Text of the value; absent unless it is shown, and where there is none. */
  readonly before?: string;
  readonly after?: string;
}

/** A value with its masks, before and after a plan. */
interface Sides {
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: Mask;
  readonly wasSensitive: Mask;
  readonly isSensitive: Mask;
}

/** Stands for a value that Terraform knows only after the apply. */
export const knownLater = "(known after apply)";

/**
 * The attributes that a plan sets or changes, by name: with their values where the allow-list has them, and Terraform
 * does not mark them as sensitive.
 *
 * @param skipped attributes that the report tells in another way
 */
export function attributeChanges(resource: ResourceChange, skipped: ReadonlySet<string>): AttributeChange[] {
  const { type, change } = resource;
  const sides = sidesOf(change);
  const forcing = new Set((change.replace_paths ?? []).map(([name]) => String(name)));
  const isNew = change.actions.length === 1 && change.actions[0] === "create";
  // Of what is created, the attributes that are not shown say nothing by their names.
  const isTold = isNew && isListedType(type) ? (name: string) => isPartlyShown(type, name) : () => true;
  const names = namesOf(sides.before, sides.after, sides.unknown).filter((name) => !skipped.has(name) && isTold(name));
  const found = names.flatMap((name) => {
    const own = part(sides, name);
    if (!differs(own)) return [];
    // A replacement computes everything again, and so does a creation: only what is known says something.
    if (own.unknown === true && change.actions.includes("create") && !forcing.has(name)) return [];
    const all = changesAt(type, [name], own);
    return isNew && isListedType(type) ? all.filter(({ value }) => value !== "hidden") : all;
  });
  return withoutRepeatedTags(found);
}

function sidesOf(change: ResourceChange["change"]): Sides {
  return {
    before: change.before,
    after: change.after,
    unknown: change.after_unknown,
    wasSensitive: change.before_sensitive,
    isSensitive: change.after_sensitive,
  };
}

function changesAt(type: string, path: readonly string[], sides: Sides): AttributeChange[] {
  const [attribute = ""] = path;
  if (isShown(type, path)) return [shownChange(path.join("."), sides)];
  if (!isPartlyShown(type, attribute)) return [concealed(attribute, sides)];
  const block = onlyBlock(sides);
  if (block) return changesAt(type, path, block);
  if (!isObject(sides.before) && !isObject(sides.after)) return [concealed(attribute, sides)];
  const names = namesOf(sides.before, sides.after, sides.unknown);
  const parts = names.map((name) => ({ name, own: part(sides, name) })).filter(({ own }) => differs(own));
  return unique(parts.flatMap(({ name, own }) => changesAt(type, [...path, name], own)));
}

function shownChange(name: string, sides: Sides): AttributeChange {
  if (isSecret(sides)) return { name, value: "sensitive" };
  const isReordered = valueText(sides.before) === valueText(sides.after);
  const before = valueText(sides.before, isReordered);
  const after = coversAny(sides.unknown) ? knownLater : valueText(sides.after, isReordered);
  return { name, value: "shown", ...(before && { before }), ...(after && { after }) };
}

function concealed(name: string, sides: Sides): AttributeChange {
  return { name, value: isSecret(sides) ? "sensitive" : "hidden" };
}

function isSecret({ wasSensitive, isSensitive }: Sides): boolean {
  return coversAny(wasSensitive) || coversAny(isSensitive);
}

/** The only block of an attribute, which Terraform writes as a list of one. */
function onlyBlock(sides: Sides): Sides | undefined {
  const lists = [sides.before, sides.after].filter((value) => value !== undefined && value !== null);
  if (lists.length === 0 || !lists.every(isSingle) || !lists.flat().some(isObject)) return undefined;
  const first = part(sides, 0);
  return sides.unknown === true ? { ...first, unknown: true } : first;
}

function isSingle(value: unknown): boolean {
  return Array.isArray(value) && value.length <= 1;
}

function part(sides: Sides, key: string | number): Sides {
  const of = (value: unknown) => {
    if (Array.isArray(value)) return typeof key === "number" ? (value as unknown[])[key] : undefined;
    return isObject(value) ? value[String(key)] : undefined;
  };
  return {
    before: of(sides.before),
    after: of(sides.after),
    unknown: maskOf(sides.unknown, key),
    wasSensitive: maskOf(sides.wasSensitive, key),
    isSensitive: maskOf(sides.isSensitive, key),
  };
}

function differs({ before, after, unknown, wasSensitive, isSensitive }: Sides): boolean {
  if (coversAny(unknown)) return true;
  const isMaskChanged = coversAny(wasSensitive) !== coversAny(isSensitive) && before !== undefined;
  if (isMaskChanged) return true;
  // Most attributes of a resource are the same texts and numbers.
  if (before === after) return false;
  return !isDeepStrictEqual(withoutEmpty(before), withoutEmpty(after));
}

function namesOf(...values: unknown[]): string[] {
  return [...new Set(values.filter(isObject).flatMap(Object.keys))].sort();
}

function unique(changes: readonly AttributeChange[]): AttributeChange[] {
  const names = new Set<string>();
  return changes.filter(({ name }) => !names.has(name) && names.add(name));
}

/** The provider repeats each tag in `tags_all`, which alone has the default tags. */
function withoutRepeatedTags(changes: readonly AttributeChange[]): AttributeChange[] {
  const names = new Set(changes.map(({ name }) => name));
  return changes.filter(({ name }) => !name.startsWith("tags_all") || !names.has(name.replace("tags_all", "tags")));
}
