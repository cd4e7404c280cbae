import { isObject, type Json } from "../../src/cdktf/terraform-json";
import { nestedBlocks } from "../model/nested-blocks";
import type { Block, Stack } from "../model/project";
import { providersOf } from "../model/provider";
import { hasExpression, textOf } from "../model/value";
import { unknownText } from "./argument-text";

/**
 * Tags of a resource: its own and the default ones of its provider, where the resource can have tags. Its own prevail.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs#default_tags-configuration-block
 */
export function tagsOf(block: Block, stack: Stack): Readonly<Record<string, string>> {
  const own = tagsIn(block.values.tags);
  if (!acceptsTags(block.type)) return own;
  const { provider } = block.values;
  const alias = typeof provider === "string" ? provider.split(".")[1] : undefined;
  const configuration = providersOf(stack).find((candidate) => candidate.alias === alias);
  const defaults = configuration ? defaultTags({ ...block, values: configuration }) : {};
  const tags = { ...defaults, ...own };
  return Object.fromEntries(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function defaultTags(configuration: Block): Record<string, string> {
  const nested = nestedBlocks(configuration, "default_tags");
  if (nested.is === "unknown") return { "*": unknownText(nested.expression) };
  return Object.fromEntries(nested.blocks.flatMap(({ tags }) => Object.entries(tagsIn(tags))));
}

function tagsIn(tags: Json | undefined): Record<string, string> {
  if (isObject(tags)) return Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, tagText(value)]));
  return tags === undefined || tags === null ? {} : { "*": unknownText(textOf(tags)) };
}

function tagText(value: Json | undefined): string {
  return value !== undefined && hasExpression(value) ? unknownText(textOf(value)) : textOf(value);
}

const known = new Map<string, boolean>();

/** Whether resources of a type have tags, as the bindings of the provider say. */
function acceptsTags(type: string): boolean {
  const answer = known.get(type) ?? bindingHasTags(type);
  known.set(type, answer);
  return answer;
}

function bindingHasTags(type: string): boolean {
  const binding = `@cdktf/provider-aws/lib/${type.replace(/^aws_/, "").replaceAll("_", "-")}`;
  try {
    // The type says which module is needed.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const exported = Object.values(require(binding) as Record<string, { tfResourceType?: string; prototype?: object }>);
    return exported.some(
      ({ tfResourceType, prototype }) => tfResourceType === type && "tagsInput" in (prototype ?? {}),
    );
  } catch {
    return false;
  }
}
