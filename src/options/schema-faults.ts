import type { z } from "zod";
import { type Fault, fault, mostLines, valueText } from "./faults";

type Issue = z.core.$ZodIssue;

/** What is allowed, in words, where the schema itself does not state it. */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return allowedTypes[issue.expected] ?? issue.expected;
    case "invalid_value":
      return `one of ${issue.values.map(valueText).join(", ")}`;
    default:
      return undefined;
  }
}

const allowedTypes: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
};

/** Converts each zod issue: the path, the value found, and what is allowed. */
export function faultsOf(issues: readonly Issue[], path: readonly PropertyKey[] = []): Fault[] {
  return issues.flatMap((issue) => {
    const place = [...path, ...issue.path];
    switch (issue.code) {
      case "unrecognized_keys":
        return issue.keys.map((key, position) => unknownKey([...place, key], key, issue.message, position < mostLines));
      case "invalid_key":
        return [unfitName(place, issue)];
      case "invalid_union":
        return alternativeFaults(issue, place);
      default:
        return [fault(place, issue.input, issue.message)];
    }
  });
}

/** Where one of the alternatives matches except for something within it, that part is the invalid setting. */
function alternativeFaults(issue: Extract<Issue, { code: "invalid_union" }>, place: readonly PropertyKey[]): Fault[] {
  const closest = issue.errors.find((issues) => issues.every(({ path }) => path.length > 0));
  return closest ? faultsOf(closest, place) : [fault(place, issue.input, issue.message)];
}

function unfitName(place: readonly PropertyKey[], issue: Extract<Issue, { code: "invalid_key" }>): Fault {
  const unfit = fault(place, place.at(-1), issue.issues[0]?.message ?? issue.message);
  return { ...unfit, got: `the name ${unfit.got}` };
}

/** @param isShown whether the message shows this key: comparing each of very many names takes long */
function unknownKey(place: readonly PropertyKey[], key: string, known: string, isShown: boolean): Fault {
  const keys = known.split(/\W+/).filter((name) => name !== "");
  const nearest = isShown && key !== "" ? keys.find((name) => isNear(name, key)) : undefined;
  const hint = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
  return { ...fault(place, key, `one of ${keys.join(", ")}${hint}`), got: "an unknown setting" };
}

/** A longer name is no misspelling, and comparing it takes long. */
const longestMisspelling = 64;

/** Whether two names are similar enough for one to be a misspelling of the other. */
function isNear(name: string, other: string): boolean {
  if (other.length > longestMisspelling) return false;
  const [short, long] = [name.toLowerCase(), other.toLowerCase()].sort((a, b) => a.length - b.length) as [
    string,
    string,
  ];
  return long.startsWith(short) || editDistance(short, long) <= Math.max(1, Math.floor(long.length / 3));
}

/** Number of letters to insert, remove or replace to turn one word into the other. */
function editDistance(word: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (const [index, letter] of Array.from(word).entries()) {
    const next = [index + 1];
    for (const [column, otherLetter] of Array.from(other).entries()) {
      const replaced = (row[column] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
