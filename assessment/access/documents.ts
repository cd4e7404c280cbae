import type { PolicyDocument, PolicyStatement } from "../../emulator/referee/policy-document";
import type { Json } from "../../src/cdktf/terraform-json";
import { policyIn, type Policy } from "../model/policy";
import type { Stack } from "../model/project";
import { resolved } from "./arns";

/** A policy as IAM would have it, with what code does not know of it. */
export interface Document {
  /** Address of the block that contains it, or the name of a policy of AWS. */
  readonly address: string;
  readonly policy: PolicyDocument;
}

/** Begins the name of a condition that stands for something that code does not know; the rest says what. */
const uncertain = "uncertain:";

/** What code does not know, if a condition key stands for that. */
export function uncertaintyIn(key: string): string | undefined {
  return key.startsWith(uncertain) ? key.slice(uncertain.length) : undefined;
}

const unknownSid = "Unknown";

/** Whether a statement, by its name, stands for one that code does not know. */
export function isUnknown(statement: string): boolean {
  return /\/Unknown(Deny)?$/.test(statement);
}

const documents = new WeakMap<Stack, Map<string, Document | undefined>>();

/**
 * The policy in an argument of a block, with ARNs in place of references. What only Terraform knows of it is uncertain.
 *
 * @returns undefined if the argument is absent
 */
export function documentAt(stack: Stack, address: string, argument = "policy"): Document | undefined {
  const known = documents.get(stack) ?? new Map<string, Document | undefined>();
  documents.set(stack, known);
  const key = `${address}.${argument}`;
  if (!known.has(key)) known.set(key, documentOf(stack, address, stack.blocks.get(address)?.values[argument]));
  return known.get(key);
}

/** The policy that a value of a block contains, see `documentAt`. */
export function documentOf(stack: Stack, address: string, value: Json | undefined): Document | undefined {
  const policy: Policy = policyIn(stack.blocks, address, value);
  if (policy.is === "absent") return undefined;
  if (policy.is === "unknown") return unknownOf(stack, address, value, `only Terraform knows ${policy.expression}`);
  const statements = policy.statements.map((statement, position) => resolvedStatement(statement, position, stack));
  return { address: policy.document, policy: { Version: "2012-10-17", Statement: statements } };
}

function unknownOf(stack: Stack, address: string, value: Json | undefined, reason: string): Document {
  const block = stack.blocks.get(address);
  const isTrust = value === block?.values.assume_role_policy;
  return block?.type.startsWith("aws_iam_") && !isTrust
    ? unknownPolicy(address, reason)
    : unknownResourcePolicy(address, reason);
}

/** A policy of a principal that may allow everything, and deny everything. */
export function unknownPolicy(address: string, reason: string): Document {
  return unknownDocument(address, reason, {});
}

/** A policy of a resource, or a trust policy, that may allow and deny every principal everything. */
export function unknownResourcePolicy(address: string, reason: string): Document {
  return unknownDocument(address, reason, { Principal: "*" });
}

function unknownDocument(address: string, reason: string, principal: Pick<PolicyStatement, "Principal">): Document {
  const all = { ...principal, Action: ["*"], Resource: ["*"], Condition: uncertainty(reason) };
  const allow: PolicyStatement = { Sid: unknownSid, Effect: "Allow", ...all };
  const deny: PolicyStatement = { Sid: `${unknownSid}Deny`, Effect: "Deny", ...all };
  return { address, policy: { Version: "2012-10-17", Statement: [allow, deny] } };
}

/** Policies outside of the code, which may allow everything. What they deny does not matter: they need not allow it. */
export function openPolicies(reason: string): Document {
  const statement: PolicyStatement = {
    Sid: unknownSid,
    Effect: "Allow",
    Action: ["*"],
    Resource: ["*"],
    Condition: uncertainty(reason),
  };
  return { address: "", policy: { Version: "2012-10-17", Statement: [statement] } };
}

function uncertainty(reason: string): NonNullable<PolicyStatement["Condition"]> {
  return { StringEquals: { [`${uncertain}${reason}`]: ["true"] } };
}

type Fill = (value: string, otherwise: string) => string;

/** A statement without a Sid is named by its position, from 1. */
function resolvedStatement(statement: PolicyStatement, position: number, stack: Stack): PolicyStatement {
  const expressions: string[] = [];
  const fill: Fill = (value, otherwise) => {
    const known = resolved(value, stack);
    if (known === undefined) expressions.push(value);
    return known ?? otherwise;
  };
  const { Condition, ...rest } = withLists({ Sid: `Statement${position + 1}`, ...statement }, fill);
  const kept = conditionsOf(Condition, fill);
  const [expression] = expressions;
  if (expression === undefined) return { ...rest, ...(Object.keys(kept).length > 0 && { Condition: kept }) };
  const added = uncertainty(`only Terraform knows ${expression}`);
  return { ...rest, Condition: { ...kept, StringEquals: { ...kept.StringEquals, ...added.StringEquals } } };
}

const unknown = "";

/** Tests of a condition without those of which only Terraform knows a part, which make the statement uncertain. */
function conditionsOf(condition: PolicyStatement["Condition"], fill: Fill): NonNullable<PolicyStatement["Condition"]> {
  const tests = Object.entries(condition ?? {}).map(([test, keys]) => {
    const filled = Object.entries(keys).map(
      ([key, values]) => [fill(key, unknown), values.map((value) => fill(value, unknown))] as const,
    );
    return [test, Object.fromEntries(filled.filter(([key, values]) => ![key, ...values].includes(unknown)))] as const;
  });
  return Object.fromEntries(tests.filter(([, keys]) => Object.keys(keys).length > 0));
}

/** What stands for an unknown member of a list, so that the statement applies to as much as possible. */
const widest = {
  Action: "*",
  Resource: "*",
  NotAction: "unknown:Unknown",
  NotResource: "arn:aws:unknown:::unknown",
} as const;

function withLists(statement: PolicyStatement, fill: Fill): PolicyStatement {
  const { Principal, NotPrincipal } = statement;
  const lists = (Object.keys(widest) as (keyof typeof widest)[]).flatMap((name) => {
    const values = statement[name];
    return values === undefined ? [] : [[name, values.map((value) => fill(value, widest[name]))] as const];
  });
  return {
    ...statement,
    ...Object.fromEntries(lists),
    ...(Principal !== undefined && { Principal: principalsOf(Principal, (name) => fill(name, "*")) }),
    ...(NotPrincipal !== undefined && { NotPrincipal: principalsOf(NotPrincipal, (name) => fill(name, "unknown")) }),
  };
}

function principalsOf(principals: "*" | Record<string, string[]>, fill: (name: string) => string) {
  if (principals === "*") return principals;
  return Object.fromEntries(Object.entries(principals).map(([kind, names]) => [kind, names.map(fill)]));
}
