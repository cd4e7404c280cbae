import type {
  DataAwsIamPolicyDocumentStatement,
  DataAwsIamPolicyDocumentStatementCondition,
  DataAwsIamPolicyDocumentStatementPrincipals,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

/** The policy that Terraform's `aws_iam_policy_document` generates from statements. */
export function policyJson(statements: readonly DataAwsIamPolicyDocumentStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements.map(statementOf) });
}

function statementOf(statement: DataAwsIamPolicyDocumentStatement) {
  const { sid, effect = "Allow", principals, condition } = statement;
  return {
    Sid: sid,
    Effect: effect,
    Principal: Array.isArray(principals) ? principalOf(principals) : undefined,
    Action: oneOrMore(statement.actions),
    NotAction: oneOrMore(statement.notActions),
    Resource: oneOrMore(statement.resources),
    NotResource: oneOrMore(statement.notResources),
    Condition: Array.isArray(condition) && condition.length > 0 ? conditionOf(condition) : undefined,
  };
}

function principalOf(principals: readonly DataAwsIamPolicyDocumentStatementPrincipals[]) {
  if (principals.some(({ type }) => type === "*")) return "*";
  return Object.fromEntries(principals.map(({ type, identifiers }) => [type, oneOrMore(identifiers)]));
}

function conditionOf(conditions: readonly DataAwsIamPolicyDocumentStatementCondition[]) {
  const byTest: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of conditions) {
    byTest[test] = { ...byTest[test], [variable]: oneOrMore(values) };
  }
  return byTest;
}

function oneOrMore(values: readonly string[] | undefined): string | readonly string[] | undefined {
  return values?.length === 1 ? values[0] : values;
}
