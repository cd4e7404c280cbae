import type { PolicyDocument, PolicyStatement } from "../../emulator/referee/policy-document";
import { policyDocument as policyDataSource, withStrings } from "../../assessment/model/policy";
import type { Synthesized } from "./synthesize";

export type { PolicyDocument, PolicyStatement } from "../../emulator/referee/policy-document";

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
  const blocks = { get: (block: string) => ({ values: synthesized.at(block) }) };
  const policy = policyDataSource(blocks, documentAddress(synthesized, address));
  if (policy.is !== "known") throw new Error(`expected a policy document at ${address}, got ${policy.is}`);
  const statements = policy.statements.map((statement) =>
    withStrings(statement, (value) => resolve(value, synthesized, references)),
  );
  return { Version: "2012-10-17", Statement: refuseRepeatedSids(statements) };
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
