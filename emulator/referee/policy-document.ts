type Principals = "*" | Record<string, string[]>;

/** One statement, with every value as a list. */
export interface PolicyStatement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: Principals;
  NotPrincipal?: Principals;
  Action?: string[];
  NotAction?: string[];
  Resource?: string[];
  NotResource?: string[];
  Condition?: Record<string, Record<string, string[]>>;
}

export interface PolicyDocument {
  Version: string;
  Statement: PolicyStatement[];
}

type OneOrMany<Value> = Value | Value[];

/** A document as a caller sends it: IAM accepts one value where a list is meant, and numbers and booleans as values. */
export interface SentPolicyDocument {
  Version?: string;
  Statement: OneOrMany<Record<string, unknown>>;
}

const listsOfStatement = ["Action", "NotAction", "Resource", "NotResource"];

/**
 * The document with lists of strings only.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function policyDocumentOf({ Version = "2008-10-17", Statement }: SentPolicyDocument): PolicyDocument {
  return { Version, Statement: [Statement].flat().map(statementOf) };
}

function statementOf(sent: Record<string, unknown>): PolicyStatement {
  const entries = Object.entries(sent).map(([name, value]) => {
    if (listsOfStatement.includes(name)) return [name, strings(value)] as const;
    if (name === "Principal" || name === "NotPrincipal") return [name, principalsOf(value)] as const;
    return name === "Condition" ? ([name, conditionsOf(value)] as const) : ([name, value] as const);
  });
  return Object.fromEntries(entries) as unknown as PolicyStatement;
}

function principalsOf(sent: unknown): Principals {
  return sent === "*" ? "*" : byStrings(sent);
}

function conditionsOf(sent: unknown): Record<string, Record<string, string[]>> {
  return Object.fromEntries(Object.entries(sent as object).map(([test, keys]) => [test, byStrings(keys)]));
}

function byStrings(sent: unknown): Record<string, string[]> {
  return Object.fromEntries(Object.entries(sent as object).map(([key, value]) => [key, strings(value)]));
}

function strings(sent: unknown): string[] {
  return [sent].flat().map(String);
}
