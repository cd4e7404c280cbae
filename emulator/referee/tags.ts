import type { Context, RecordedCall } from "./recorded-call";

type Tags = Readonly<Record<string, string>>;

/** Members in which an API takes tags, as a map or as a list of pairs. */
const tagMembers = ["Tags", "tags", "TagsList", "TagList", "ResourceTags", "TagSet"];

/** Members in which an API takes the keys of tags to remove. */
const keyMembers = ["TagKeys", "tagKeys", "TagKeyList"];

/** The tags that some parameters set. */
export function tagsOf(parameters: Readonly<Record<string, unknown>>): Tags {
  const given = tagMembers.map((name) => parameters[name]).find((value) => value !== undefined);
  if (given !== undefined) return asMap(given);
  const { Tagging } = parameters;
  if (typeof Tagging === "string") return Object.fromEntries(new URLSearchParams(Tagging));
  return typeof Tagging === "object" && Tagging !== null ? tagsOf(Tagging as Record<string, unknown>) : {};
}

/** Whether a call sets tags. */
export function hasTags({ parameters }: RecordedCall): boolean {
  return Object.keys(tagsOf(parameters)).length > 0;
}

/**
 * The condition keys of a request with tags. Without tags it has none of them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-tagkeys
 */
export function tagContext(tags: Tags): Context {
  const keys = Object.keys(tags);
  if (keys.length === 0) return {};
  return { "aws:TagKeys": keys, ...withPrefix("aws:RequestTag/", tags) };
}

/** The condition keys about the tags that a call sets or removes. EC2 has those of the new resource's kind. */
export function requestTags({ service, parameters }: RecordedCall, arn: string): Context {
  const removed = keyMembers.flatMap((name) => (parameters[name] ?? []) as string[]);
  if (removed.length > 0) return { "aws:TagKeys": removed };
  const { TagSpecifications = [] } = parameters as { TagSpecifications?: Record<string, unknown>[] };
  const kind = /([^:/]+)\/[^/]*$/.exec(arn)?.[1];
  const ofKind = TagSpecifications.find(({ ResourceType }) => ResourceType === kind) ?? {};
  return tagContext(tagsOf(service === "ec2" && TagSpecifications.length > 0 ? ofKind : parameters));
}

/** Tags as condition keys. */
export function withPrefix(prefix: string, tags: Tags): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}${key}`, value]));
}

function asMap(tags: unknown): Tags {
  if (!Array.isArray(tags)) return tags as Tags;
  return Object.fromEntries((tags as Record<string, string>[]).map(pairOf));
}

function pairOf(tag: Record<string, string>): [string, string] {
  return [tag.Key ?? tag.key ?? tag.TagKey ?? "", tag.Value ?? tag.value ?? tag.TagValue ?? ""];
}
