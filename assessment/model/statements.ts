import type { PolicyStatement } from "../../emulator/referee/policy-document";
import { hasExpression, referenceOf } from "./value";

/** What code can tell of a policy: yes, no, or that only Terraform knows. */
export type Truth = boolean | "unknown";

/** True if one is true, else unknown if one is unknown. */
export function anyOf(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes("unknown") ? "unknown" : false;
}

/** False if one is false, else unknown if one is unknown. */
export function allOf(truths: readonly Truth[]): Truth {
  return not(anyOf(truths.map(not)));
}

export function not(truth: Truth): Truth {
  return truth === "unknown" ? truth : !truth;
}

/**
 * Whether a statement's actions include an action.
 *
 * @param action `s3:PutObject`, or `s3:*` for all actions of a service
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function includesAction({ Action, NotAction }: PolicyStatement, action: string): Truth {
  const among = (patterns: string[]) => anyOf(patterns.map((pattern) => matches(pattern, action, "i")));
  if (NotAction) return not(among(NotAction));
  return Action ? among(Action) : "unknown";
}

/**
 * Whether a statement's resources include an ARN. A statement without resources, as in a trust policy, includes it.
 *
 * @param references ARN of each resource that the statement may refer to, by Terraform's expression: `aws_s3_bucket.a.arn`
 */
export function includesResource(
  { Resource, NotResource }: PolicyStatement,
  arn: string,
  references: Readonly<Record<string, string>> = {},
): Truth {
  const filled = (pattern: string) =>
    pattern.replace(/\$\{([\w.]+)\}/g, (expression, reference: string) => references[reference] ?? expression);
  const among = (patterns: string[]) => anyOf(patterns.map((pattern) => matches(filled(pattern), arn)));
  if (NotResource) return not(among(NotResource));
  return Resource ? among(Resource) : true;
}

/**
 * Whether a pattern with `*` and `?` matches a value. A reference to one resource's attribute matches no value that does
 * not come from it.
 */
function matches(pattern: string, value: string, flags = ""): Truth {
  if (pattern === "*") return true;
  if (isOneResource(pattern)) return false;
  if (hasExpression(pattern)) return "unknown";
  return wildcard(pattern, flags).test(value);
}

function wildcard(pattern: string, flags: string): RegExp {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, flags);
}

/** Whether a string begins with the attribute of one resource, such as its ARN. */
export function isOneResource(text: string): boolean {
  const [, reference] = /^(\$\{[^}]*\})/.exec(text) ?? [];
  return referenceOf(reference) !== undefined;
}

/**
 * Whether a statement allows principals of any account, without a condition that narrows them to fixed values. As AWS
 * sees it, values with a wildcard or a variable of IAM are not fixed; principals of one account are no more than it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 * @see https://docs.aws.amazon.com/config/latest/developerguide/kms-key-policy-no-public-access.html
 */
export function allowsAnyone(statement: PolicyStatement): Truth {
  if (statement.Effect !== "Allow") return false;
  return allOf([namesAnyone(statement), not(isNarrowed(statement))]);
}

/** Whether the principals of a statement are anyone's. */
export function namesAnyone({ Principal, NotPrincipal }: PolicyStatement): Truth {
  if (NotPrincipal !== undefined || Principal === "*") return true;
  const isOfUnknownKind = Object.keys(Principal ?? {}).some(hasExpression) && "unknown";
  return anyOf([isOfUnknownKind, ...(Principal?.AWS ?? []).map((principal) => matches(principal, "*"))]);
}

/** Keys of conditions that narrow a statement to callers, resources or networks, if their values are fixed. */
const narrowingKeys = [
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceip",
  "aws:sourceorgid",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
  "kms:calleraccount",
];

const narrowingTests = ["stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress"];

function isNarrowed({ Condition = {} }: PolicyStatement): Truth {
  const narrowing = Object.entries(Condition)
    .filter(([test]) => narrowingTests.includes(test.toLowerCase().replace(/^foranyvalue:/, "")))
    .flatMap(([, keys]) => Object.entries(keys))
    .filter(([key]) => narrowingKeys.includes(key.toLowerCase()));
  return anyOf(narrowing.map(([, values]) => values.length > 0 && allOf(values.map(isFixed))));
}

function isFixed(value: string): Truth {
  if (/^arn:[\w-]+:iam::\d{12}:/.test(value)) return true;
  if (/[*?]|&\{/.test(value) || isBroad(value)) return false;
  return isOneResource(value) || !hasExpression(value) ? true : "unknown";
}

/** A range that AWS takes for public: wider than /8 of IPv4 or /32 of IPv6. */
function isBroad(value: string): boolean {
  const [, address = "", length] = /^([\d.]+|[\da-f:]*:[\da-f:.]*)\/(\d+)$/i.exec(value) ?? [];
  return length !== undefined && Number(length) < (address.includes(":") ? 32 : 8);
}
