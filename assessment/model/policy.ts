import {
  policyDocumentOf,
  type PolicyStatement,
  type SentPolicyDocument,
} from "../../emulator/referee/policy-document";
import { isObject, type Json, type JsonObject } from "../../src/cdktf/terraform-json";
import { referenceOf, textOf } from "./value";

/** A policy as synthesized: its statements, absent, or an expression that only Terraform can evaluate. */
export type Policy =
  | {
      readonly is: "known";

      /** Address of the block that contains the document. */
      readonly document: string;

      /**
       * Every value is a list of strings as Terraform's syntax has them: `${…}` is an expression, `&{…}` a variable of
       * IAM.
       */
      readonly statements: readonly PolicyStatement[];
    }
  | { readonly is: "absent" }
  | { readonly is: "unknown"; readonly expression: string };

/** Blocks by their address. */
export interface Blocks {
  readonly get: (address: string) => { readonly values: JsonObject } | undefined;
}

/**
 * The policy that an argument of a block contains, as JSON or as the document of a data source. Documents that Terraform
 * multiplies or generates (`count`, `for_each`, `dynamic`) are unknown, and so is a document that includes one.
 *
 * @param argument that contains the policy, such as `policy` or `assume_role_policy`
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function policyOf(blocks: Blocks, address: string, argument = "policy"): Policy {
  return policyIn(blocks, address, blocks.get(address)?.values[argument]);
}

/**
 * The policy that a value contains.
 *
 * @param address of the block that the value belongs to
 */
export function policyIn(blocks: Blocks, address: string, value: Json | undefined): Policy {
  if (value === undefined || value === null) return { is: "absent" };
  const reference = referenceOf(value);
  if (reference && ["json", "minified_json"].includes(reference.attribute)) {
    return policyDocument(blocks, reference.address);
  }
  return literalPolicy(address, typeof value === "string" ? value : JSON.stringify(value));
}

/** The policy that a data source `aws_iam_policy_document` generates. */
export function policyDocument(blocks: Blocks, address: string): Policy {
  const values = blocks.get(address)?.values;
  if (values === undefined) return { is: "unknown", expression: address };
  const generated = ["count", "for_each", "dynamic"].find((name) => values[name] !== undefined);
  if (generated !== undefined) return { is: "unknown", expression: `${generated} of ${address}` };
  const sources = included(blocks, address, values.source_policy_documents);
  const overrides = included(blocks, address, values.override_policy_documents);
  if (sources.is !== "known") return sources;
  if (overrides.is !== "known") return overrides;
  const blocksOf = listOf(values.statement);
  if (!blocksOf.every((block) => isObject(block) && block.dynamic === undefined))
    return { is: "unknown", expression: `statement of ${address}` };
  const own = blocksOf.filter(isObject).map(statementOf);
  const replaced = new Set(overrides.statements.flatMap(({ Sid }) => (Sid === undefined ? [] : [Sid])));
  const kept = [...sources.statements, ...own].filter(({ Sid }) => Sid === undefined || !replaced.has(Sid));
  return known(address, [...kept, ...overrides.statements]);
}

/** The statement with every string changed: resource ARNs in place of Terraform's references, for example. */
export function withStrings(statement: PolicyStatement, change: (value: string) => string): PolicyStatement {
  const { Principal, NotPrincipal, Condition } = statement;
  const changedLists = Object.fromEntries(
    Object.entries(statement).flatMap(([name, value]) =>
      Array.isArray(value) ? [[name, (value as string[]).map(change)]] : [],
    ),
  );
  const changedMap = (map: Record<string, string[]>) =>
    Object.fromEntries(Object.entries(map).map(([key, values]) => [key, values.map(change)]));
  return {
    ...statement,
    ...changedLists,
    ...(Principal && Principal !== "*" && { Principal: changedMap(Principal) }),
    ...(NotPrincipal && NotPrincipal !== "*" && { NotPrincipal: changedMap(NotPrincipal) }),
    ...(Condition && {
      Condition: Object.fromEntries(Object.entries(Condition).map(([test, keys]) => [test, changedMap(keys)])),
    }),
  };
}

function included(blocks: Blocks, address: string, documents: Json | undefined): Policy {
  const policies = listOf(documents).map((document) => policyIn(blocks, address, document));
  const unknown = policies.find(({ is }) => is === "unknown");
  if (unknown) return unknown;
  return known(
    address,
    policies.flatMap((policy) => (policy.is === "known" ? policy.statements : [])),
  );
}

function literalPolicy(document: string, text: string): Policy {
  try {
    return known(document, policyDocumentOf(JSON.parse(text) as SentPolicyDocument).Statement);
  } catch {
    return { is: "unknown", expression: text };
  }
}

function known(document: string, statements: readonly PolicyStatement[]): Policy {
  const other = statements.find(({ Effect }) => !["Allow", "Deny"].includes(Effect));
  if (other) return { is: "unknown", expression: `effect ${other.Effect}` };
  return { is: "known", document, statements };
}

function statementOf({ sid, effect, ...statement }: JsonObject): PolicyStatement {
  return {
    ...(typeof sid === "string" && sid !== "" && { Sid: sid }),
    Effect: (effect ?? "Allow") as PolicyStatement["Effect"],
    ...principals("Principal", statement.principals),
    ...principals("NotPrincipal", statement.not_principals),
    ...strings("Action", statement.actions),
    ...strings("NotAction", statement.not_actions),
    ...strings("Resource", statement.resources),
    ...strings("NotResource", statement.not_resources),
    ...conditions(statement.condition),
  };
}

function strings(name: string, value: Json | undefined): object {
  const list = listOf(value);
  return list.length === 0 ? {} : { [name]: list.map(textOf) };
}

function principals(name: string, blocks: Json | undefined): object {
  const kinds = listOf(blocks).filter(isObject);
  if (kinds.length === 0) return {};
  if (kinds.some(({ type }) => type === "*")) return { [name]: "*" };
  const byKind: Record<string, string[]> = {};
  for (const { type, identifiers } of kinds) (byKind[textOf(type)] ??= []).push(...listOf(identifiers).map(textOf));
  return { [name]: byKind };
}

function conditions(blocks: Json | undefined): object {
  const tests = listOf(blocks).filter(isObject);
  if (tests.length === 0) return {};
  const byTest: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of tests) {
    const keys = (byTest[textOf(test)] ??= {});
    (keys[textOf(variable)] ??= []).push(...listOf(values).map(textOf));
  }
  return { Condition: byTest };
}

/** Terraform's JSON syntax accepts one block or value where it expects a list. */
function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}
