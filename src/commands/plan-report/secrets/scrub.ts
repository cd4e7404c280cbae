/** What replaces a secret in a text. */
const redacted = "(sensitive)";

/** Characters of a secret from which on it is replaced within a word as well. */
const wordLength = 4;

/**
 * Replaces every secret in texts.
 *
 * @param secrets values that must not appear
 * @param texts all of the texts, which decide which of the secrets are looked for
 */
function scrubber(secrets: ReadonlySet<string>, texts: readonly string[]): (text: string) => string {
  const all = onOneLine([...new Set(texts)].join("\u0000"));
  const present = [...secrets]
    .filter((secret) => all.includes(onOneLine(secret)))
    .sort((one, other) => other.length - one.length);
  if (present.length === 0) return (text) => text;
  const pattern = new RegExp(present.map(patternOf).join("|"), "gu");
  return (text) => text.replace(pattern, redacted);
}

/** Replaces every secret in one text. */
export function scrubText(secrets: ReadonlySet<string>, text: string): string {
  return scrubber(secrets, [text])(text);
}

/** Terraform wraps its messages between words. */
const gap = /[\s│]+/g;

function onOneLine(text: string): string {
  return text.replace(gap, " ");
}

function patternOf(secret: string): string {
  const literal = secret.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(gap, "[\\s│]+");
  return secret.length < wordLength || /^\d+$/.test(secret)
    ? `(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])`
    : literal;
}

/** Names of the report's fields with words of its own, which are not values. */
const fixed: ReadonlySet<string> = new Set(["action", "change", "effect", "outcome", "section", "value", "currency"]);

/**
 * Replaces every secret in the texts of a structure, whatever format it is printed in later. The words of the format,
 * such as the name of an action, stay.
 */
export function scrubAll<Structure>(secrets: ReadonlySet<string>, structure: Structure): Structure {
  return mapTexts(structure, scrubber(secrets, textsIn(structure))) as Structure;
}

/** A reason has a `value` too: of the plan, unlike the word of that name in an attribute. */
function isOwn(name: string, value: string): boolean {
  return fixed.has(name) && (name !== "value" || /^(shown|hidden|sensitive)$/.test(value));
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function mapTexts(value: unknown, map: (text: string) => string, name = ""): unknown {
  if (typeof value === "string") return isOwn(name, value) ? value : map(value);
  if (Array.isArray(value)) return value.map((element) => mapTexts(element, map));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapTexts(part, map, key)]));
}
