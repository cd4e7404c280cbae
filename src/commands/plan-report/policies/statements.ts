import { isObject } from "../values/masks";
import { isShownCondition } from "./condition-keys";

/** The parts of a statement besides its effect, as Terraform's documentation of policies orders them. */
export const partNames = [
  "principals",
  "principals except",
  "actions",
  "actions except",
  "resources",
  "resources except",
  "conditions",
] as const;

export type PartName = (typeof partNames)[number];

/** A statement of a policy, with each part as a sorted list of texts. */
export interface Statement {
  readonly sid?: string;
  readonly effect: string;
  readonly parts: Readonly<Partial<Record<PartName, readonly string[]>>>;
}

/** Elements of a policy with their names in a report. */
const elements: readonly (readonly [string, PartName])[] = [
  ["Principal", "principals"],
  ["NotPrincipal", "principals except"],
  ["Action", "actions"],
  ["NotAction", "actions except"],
  ["Resource", "resources"],
  ["NotResource", "resources except"],
];

/**
 * The statements of a policy.
 *
 * @param policy text of the policy
 * @returns undefined where the text is not a policy of IAM
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export function statementsIn(policy: string): Statement[] | undefined {
  try {
    const document: unknown = JSON.parse(policy);
    if (!isObject(document) || document.Statement === undefined) return undefined;
    const statements = [document.Statement].flat();
    return statements.every(isObject) ? statements.map(statementOf) : undefined;
  } catch {
    return undefined;
  }
}

function statementOf(statement: Readonly<Record<string, unknown>>): Statement {
  const parts = elements.flatMap(([element, name]) =>
    statement[element] === undefined ? [] : [[name, textsOf(statement[element])] as const],
  );
  const conditions = conditionsOf(statement.Condition);
  return statementFrom(statement.Sid, statement.Effect, [
    ...parts,
    ...(conditions.length > 0 ? [["conditions", conditions] as const] : []),
  ]);
}

/** A statement from its identifier, effect and parts, whose texts are sorted. */
export function statementFrom(
  sid: unknown,
  effect: unknown,
  parts: readonly (readonly [PartName, readonly string[]])[],
): Statement {
  const sorted = parts.map(([name, texts]) => [name, [...new Set(texts)].sort()] as const);
  const named = typeof sid === "string" && sid !== "" ? { sid } : {};
  return { ...named, effect: effect === "Deny" ? "Deny" : "Allow", parts: Object.fromEntries(sorted) };
}

/** `*`, a list, or the lists of a principal by their type. */
function textsOf(value: unknown): string[] {
  if (!isObject(value)) return [value].flat().map(String);
  return Object.entries(value).flatMap(([type, names]) => textsOf(names).map((name) => principalText(type, name)));
}

/** A principal with its type, such as `Service ec2.amazonaws.com`; ARNs of AWS stand for themselves. */
export function principalText(type: string, name: string): string {
  return type === "*" || type === "AWS" ? name : `${type} ${name}`;
}

function conditionsOf(condition: unknown): string[] {
  if (!isObject(condition)) return [];
  return Object.entries(condition).flatMap(([test, keys]) =>
    isObject(keys)
      ? Object.entries(keys).map(([key, values]) => conditionText(test, key, [values].flat().map(String)))
      : [],
  );
}

/** A condition such as `StringEquals aws:SourceAccount = 123456789012`. */
export function conditionText(test: string, key: string, values: readonly string[]): string {
  return `${test} ${key} = ${isShownCondition(key) ? [...values].sort().join(", ") : "(hidden)"}`;
}
