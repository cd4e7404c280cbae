import { Token } from "cdktf";
import { z } from "zod";

/** Validated settings as all other code sees them: read-only throughout. */
export type Immutable<T> = T extends object ? { readonly [Key in keyof T]: Immutable<T[Key]> } : T;

/** Options as the operator or another construct writes them. Their doc comments are those of the schema's fields. */
export type OptionsOf<Schema extends z.ZodType> = Immutable<z.input<Schema>>;

/** The same options after validation, with all defaults applied. */
export type ParsedOptions<Schema extends z.ZodType> = Immutable<z.output<Schema>>;

/** Options that belong together. Any other key is invalid, so that a misspelled option is never ignored. */
export function group<Fields extends z.core.$ZodLooseShape>(fields: Fields) {
  return z.strictObject(fields, { error: `{ ${Object.keys(fields).join(", ")} }` });
}

/** What a schema allows beyond its definition, in words, for the settings reference. */
export const told = z.registry<{ readonly allowed: string }>();

/**
 * A check whose failure ends the checks of the value: later checks, and rules about the object that holds the value,
 * can rely on it. The check has the text as `allowed`.
 *
 * @param suggest the value to write instead, which the message states after what is allowed
 */
export function requirement<Value>(
  isMet: (value: Value) => boolean,
  allowed: string,
  suggest?: (value: Value) => string,
) {
  const check = ({ value, issues }: z.core.ParsePayload<Value>): void => {
    if (isMet(value)) return;
    const message = suggest ? `${allowed}: "${suggest(value)}"` : allowed;
    issues.push({ code: "custom", input: value, message });
  };
  return Object.assign(check, { allowed });
}

/** Longest text of any option, an ARN. A pattern could take long for more, or exceed the stack. */
const longestText = 2048;

/**
 * A string of one form. A reference to another resource's attribute, which Terraform resolves, has any form.
 *
 * @param allowed what the message states in place of the pattern
 */
export function text(pattern: RegExp, allowed: string) {
  return z.string(allowed).check(requirement((value) => isOfForm(pattern, value), allowed));
}

function isOfForm(pattern: RegExp, value: string): boolean {
  return (value.length <= longestText && pattern.test(value)) || Token.isUnresolved(value);
}

/** A string that becomes part of a resource's address, and so cannot be a reference to another resource. */
export function literal(rule: ReturnType<typeof text>) {
  return rule.check(({ value, issues }) => {
    if (!Token.isUnresolved(value)) return;
    issues.push({ code: "custom", input: value, message: "not a reference to another resource" });
  });
}

/** A whole number within limits, inclusive. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER) {
  const allowed =
    most === Number.MAX_SAFE_INTEGER ? `a whole number, ${least} or more` : `a whole number from ${least} to ${most}`;
  return z.int(allowed).min(least, allowed).max(most, allowed);
}

/** One of a few numbers. */
export function oneOfNumbers(values: readonly number[]) {
  const allowed = `one of ${values.join(", ")}`;
  return z.number(allowed).refine((value) => values.includes(value), allowed);
}

/** For a rule about fields of a group: it runs if these fields are valid, even if others are not. */
export function ifRead(...fields: readonly string[]) {
  return {
    when: ({ value, issues }: z.core.ParsePayload): boolean =>
      typeof value === "object" &&
      value !== null &&
      !Array.isArray(value) &&
      !issues.some(({ path }) => fields.includes(String(path?.[0]))),
  };
}

/** Names that every JavaScript object has: as the name of a construct or a setting, they are taken for its own member. */
const ownName = z.never("a name other than constructor, toString and the others that every JavaScript object has");

/**
 * Settings under names that the author of the settings chooses. An invalid name does not hide invalid settings under
 * it.
 */
export function byName<Value extends z.ZodType>(name: z.ZodType<string>, value: Value) {
  return z
    .record(z.string(), value, "settings by name")
    .superRefine(
      (entries: unknown, context) => {
        if (typeof entries !== "object" || entries === null) return;
        for (const key of Object.keys(entries)) {
          const { error } = (key in Object.prototype ? ownName : name).safeParse(key);
          if (error) context.addIssue({ code: "invalid_key", origin: "record", path: [key], issues: error.issues });
        }
      },
      { when: () => true },
    )
    .register(told, { allowed: `names: ${name.safeParse("").error?.issues[0]?.message ?? "any"}` });
}

/** A list of strings without duplicates. */
export function distinct<Item extends z.ZodType<string, string>>(item: Item, limits: { atLeast: number; of: string }) {
  const allowed = limits.atLeast === 0 ? `a list of ${limits.of}` : `a list of at least ${limits.atLeast} ${limits.of}`;
  const once = "each value only once";
  return z
    .array(item, allowed)
    .min(limits.atLeast, allowed)
    .superRefine((values, context) => {
      const seen = new Set<string>();
      for (const [position, value] of values.entries()) {
        if (!seen.has(value)) {
          seen.add(value);
          continue;
        }
        context.addIssue({ code: "custom", path: [position], input: value, message: once });
      }
    })
    .register(told, { allowed: once });
}
