import type { PolicyStatement } from "../../emulator/referee/policy-document";
import { isObject, type Json } from "../../src/cdktf/terraform-json";
import type { Policy } from "../model/policy";
import type { Block, Stack } from "../model/project";
import type { Truth } from "../model/statements";
import { hasExpression, referenceOf, resourcesOf, satellitesOf, type Value, valueAt } from "../model/value";
import type { Decision } from "./rule";

/** A decision without the resource that it is about. */
export type Verdict = Omit<Decision, "stack" | "address">;

export function passes(found: string, attribute?: string): Verdict {
  return { outcome: "passes", found, ...(attribute !== undefined && { attribute }) };
}

export function fails(found: string, attribute?: string): Verdict {
  return { outcome: "fails", found, ...(attribute !== undefined && { attribute }) };
}

/** @param found what only Terraform or the account knows */
export function undecided(found: string, attribute?: string): Verdict {
  return { outcome: "undecided", found, ...(attribute !== undefined && { attribute }) };
}

/** A verdict by a truth, which undecides if it is unknown. */
export function verdictOf(truth: Truth, found: Readonly<Record<"yes" | "no" | "unknown", string>>): Verdict {
  if (truth === "unknown") return undecided(found.unknown);
  return truth ? passes(found.yes) : fails(found.no);
}

/**
 * A verdict on an argument of a block.
 *
 * @param isAllowed whether a value that is written there passes
 * @param absent verdict if the argument is absent: what Terraform or AWS takes then
 */
export function verdictOn(
  block: Block,
  path: string,
  isAllowed: (value: Json) => boolean,
  absent: "passes" | "fails" = "fails",
): Verdict {
  const value = valueAt(block, path);
  switch (value.is) {
    case "known":
      return { outcome: isAllowed(value.value) ? "passes" : "fails", attribute: path, found: wordsOf(path, value) };
    case "absent":
      return { outcome: absent, attribute: path, found: wordsOf(path, value) };
    case "unknown":
      return undecided(wordsOf(path, value), path);
  }
}

/** Whether a value is one of those that pass. */
export function oneOf(...allowed: readonly Json[]): (value: Json) => boolean {
  return (value) => allowed.includes(value);
}

/** A value in words: `force_destroy is true`. */
export function wordsOf(path: string, value: Value): string {
  if (value.is === "absent") return `${path} is not set`;
  return value.is === "known"
    ? `${path} is ${JSON.stringify(value.value)}`
    : `${path} is known to Terraform alone: ${value.expression}`;
}

/** Whether an argument refers to a resource (`${aws_kms_key.logs.arn}`, `${…}:*`), or is written there. */
export function isGiven(block: Block, path: string): Verdict {
  const value = valueAt(block, path);
  if (value.is === "absent") return fails(wordsOf(path, value), path);
  if (value.is === "known") return { ...(value.value === "" ? fails : passes)(wordsOf(path, value), path) };
  const reference = referenceOf(/^\$\{[^}]*\}/.exec(value.expression)?.[0]);
  return reference ? passes(`${path} is of ${reference.address}`, path) : undecided(wordsOf(path, value), path);
}

/** The worst of several verdicts: a failing one, else an undecided one, else the first, with what all of them found. */
export function worst(verdicts: readonly [Verdict, ...Verdict[]]): Verdict {
  return (
    verdicts.find(({ outcome }) => outcome === "fails") ??
    verdicts.find(({ outcome }) => outcome === "undecided") ?? {
      ...verdicts[0],
      found: [...new Set(verdicts.map(({ found }) => found))].join("; "),
    }
  );
}

/**
 * A verdict on the resources of a type that configure another one, such as `aws_s3_bucket_versioning` by `bucket`. All of
 * them must pass. Without one the verdict is `missing`, but undecided if one may configure the resource unseen.
 */
export function verdictOnSatellites(
  stack: Stack,
  of: Block,
  type: string,
  decide: (satellite: Block) => Verdict,
  missing: Verdict = fails(`no ${type}`),
  argument = "bucket",
): Verdict {
  const [first, ...others] = satellitesOf(stack, type, argument, of, namesOf(of));
  if (first) return worst([atBlock(first, decide), ...others.map((other) => atBlock(other, decide))]);
  const unclear = resourcesOf(stack, type).find((block) => isUnclear(block.values[argument], of));
  return unclear && missing.outcome !== "undecided"
    ? undecided(`${unclear.address} may configure it: ${wordsOf(argument, valueAt(unclear, argument))}`)
    : missing;
}

function atBlock(block: Block, decide: (block: Block) => Verdict): Verdict {
  const verdict = decide(block);
  return { ...verdict, found: `${verdict.found} in ${block.address}` };
}

/** Whether an expression may name a resource: it does not refer to one of its type. */
function isUnclear(value: Json | undefined, { type }: Block): boolean {
  return value !== undefined && hasExpression(value) && !referenceOf(value)?.address.startsWith(`${type}.`);
}

/** Literal names by which other resources may name a bucket. */
function namesOf({ values: { bucket, name } }: Block): readonly Json[] {
  return [bucket, name].filter((value) => typeof value === "string" && !hasExpression(value)) as Json[];
}

/** The policy's statements of a block, or the verdict if it has none that code can read. */
export function statementsOf(policy: Policy, absent: Verdict) {
  if (policy.is === "known") return { statements: policy.statements, document: policy.document };
  return {
    verdict:
      policy.is === "absent" ? absent : undecided(`the policy is known to Terraform alone: ${clip(policy.expression)}`),
  };
}

/**
 * A verdict on a policy that may have no statement of a kind.
 *
 * @param absent verdict on a resource without a policy
 * @param what such a statement does, after its name: "allows anyone"
 */
export function noStatement(
  policy: Policy,
  absent: Verdict,
  is: (statement: PolicyStatement) => Truth,
  what: string,
): Verdict {
  const { statements, verdict } = statementsOf(policy, absent);
  if (!statements) return verdict;
  const truths = statements.map(is);
  const found = truths.indexOf(true);
  if (found >= 0) return fails(`${nameOf(statements, found)} ${what}`, "policy");
  const unclear = truths.indexOf("unknown");
  return unclear < 0
    ? passes(`no statement ${what}: ${statements.length} examined`, "policy")
    : undecided(`whether ${nameOf(statements, unclear)} ${what} is known to Terraform alone`, "policy");
}

/** A statement by its Sid or its position. */
export function nameOf(statements: readonly { readonly Sid?: string }[], position: number): string {
  return statements[position]?.Sid ?? `statement ${position + 1}`;
}

function clip(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

/** The objects of a block's nested blocks, which JSON has as a list or alone. */
export function nested(value: Json | undefined): readonly (Json & object)[] {
  const list = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return list.filter(isObject);
}
