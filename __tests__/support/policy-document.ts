import type { PolicyDocument, PolicyStatement } from "../../emulator/referee/policy-document";
import type { Block, Synthesized } from "./synthesize";

export type { PolicyDocument, PolicyStatement } from "../../emulator/referee/policy-document";

type Principals = Exclude<PolicyStatement["Principal"], undefined>;

/** Values of the references in a synthesized policy, for example `{ "aws_iam_role.cluster.arn": "arn:aws:iam::…" }`. */
export type References = Readonly<Record<string, string>>;

/**
 * The JSON policy that Terraform generates from a synthesized policy document.
 *
 * @param address of the data source (`data.aws_iam_policy_document.key_policy`), or of an argument that contains its
 * JSON (`aws_kms_key.key.policy`), which also asserts that this document is in effect there.
 * @throws when a reference has no value.
 */
export function policyDocument(synthesized: Synthesized, address: string, references: References = {}): PolicyDocument {
  const block = synthesized.at(documentAddress(synthesized, address));
  const included = (key: string) =>
    ((block[key] ?? []) as string[]).flatMap(
      (json) => policyDocument(synthesized, documentReferredTo(json), references).Statement,
    );
  const overrides = included("override_policy_documents");
  const statements = [
    ...included("source_policy_documents"),
    ...((block.statement ?? []) as Block[]).map((statement) => resolveStatement(statement, synthesized, references)),
  ].filter(({ Sid }) => Sid === undefined || !overrides.some((override) => override.Sid === Sid));
  return { Version: "2012-10-17", Statement: refuseRepeatedSids([...statements, ...overrides]) };
}

function documentAddress(synthesized: Synthesized, address: string): string {
  if (address.startsWith("data.")) return address;
  const dot = address.lastIndexOf(".");
  return documentReferredTo(String(synthesized.at(address.slice(0, dot))[address.slice(dot + 1)]));
}

function documentReferredTo(json: string): string {
  const address = /^\$\{(data\.aws_iam_policy_document\.\w+)\.json\}$/.exec(json)?.[1];
  if (address === undefined) throw new Error(`expected the json of a policy document, got "${json}"`);
  return address;
}

function refuseRepeatedSids(statements: PolicyStatement[]): PolicyStatement[] {
  const sids = statements.flatMap(({ Sid }) => (Sid === undefined ? [] : [Sid]));
  const repeated = sids.find((sid, position) => sids.indexOf(sid) !== position);
  if (repeated !== undefined) throw new Error(`terraform refuses two statements with the sid ${repeated}`);
  return statements;
}

function resolveStatement(statement: Block, synthesized: Synthesized, references: References): PolicyStatement {
  const strings = (values: string[] | undefined) => values?.map((value) => resolve(value, synthesized, references));
  const principals = (blocks: Block[] | undefined) => blocks && resolvePrincipals(blocks, strings);
  return withoutUndefined({
    Sid: statement.sid as string | undefined,
    Effect: (statement.effect ?? "Allow") as "Allow" | "Deny",
    Principal: principals(statement.principals as Block[] | undefined),
    NotPrincipal: principals(statement.not_principals as Block[] | undefined),
    Action: strings(statement.actions as string[] | undefined),
    NotAction: strings(statement.not_actions as string[] | undefined),
    Resource: strings(statement.resources as string[] | undefined),
    NotResource: strings(statement.not_resources as string[] | undefined),
    Condition: resolveConditions(statement.condition as Block[] | undefined, strings),
  });
}

type ResolveStrings = (values: string[] | undefined) => string[] | undefined;

function resolvePrincipals(blocks: Block[], strings: ResolveStrings): Principals {
  if (blocks.some(({ type }) => type === "*")) return "*";
  const principals: Record<string, string[]> = {};
  for (const { type, identifiers } of blocks as { type: string; identifiers: string[] }[]) {
    principals[type] = [...(principals[type] ?? []), ...(strings(identifiers) ?? [])];
  }
  return principals;
}

function resolveConditions(blocks: Block[] | undefined, strings: ResolveStrings): PolicyStatement["Condition"] {
  if (blocks === undefined || blocks.length === 0) return undefined;
  const conditions: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of blocks as { test: string; variable: string; values: string[] }[]) {
    const operator = (conditions[test] ??= {});
    operator[variable] = [...(operator[variable] ?? []), ...(strings(values) ?? [])];
  }
  return conditions;
}

/**
 * Inserts values for Terraform's `${…}` references, and IAM's own `${…}` variables for the `&{…}` that represent them.
 */
function resolve(value: string, synthesized: Synthesized, references: References): string {
  return value
    .replace(/\$\{([^}]+)\}/g, (_, expression: string) => {
      const known = references[expression] ?? literal(synthesized, expression);
      if (known === undefined) throw new Error(`give a value for the reference ${expression}`);
      return known;
    })
    .replaceAll("&{", "${");
}

/** The value of an attribute that the synthesized block itself contains, such as a role's name. */
function literal(synthesized: Synthesized, expression: string): string | undefined {
  const [, address, attribute] = /^((?:data\.)?\w+\.\w+)\.(\w+)$/.exec(expression) ?? [];
  if (address === undefined || attribute === undefined) return undefined;
  const value: unknown = synthesized.at(address)[attribute];
  return typeof value === "string" && !value.includes("${") ? value : undefined;
}

function withoutUndefined(statement: { [Key in keyof PolicyStatement]: PolicyStatement[Key] | undefined }) {
  return Object.fromEntries(
    Object.entries(statement).filter(([, value]) => value !== undefined),
  ) as unknown as PolicyStatement;
}
