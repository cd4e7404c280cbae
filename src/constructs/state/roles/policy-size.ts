import type {
  DataAwsIamPolicyDocumentStatement,
  DataAwsIamPolicyDocumentStatementCondition,
  DataAwsIamPolicyDocumentStatementPrincipals,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

/**
 * Characters that IAM allows in all inline policies of a role together, white space not counted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
export const longestRolePolicies = 10_240;

/** Characters that IAM allows in the trust policy of a role, unless an account's quota was raised. */
export const longestTrustPolicy = 2048;

/**
 * Bytes that S3 allows in a bucket policy.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html
 */
export const longestBucketPolicy = 20_480;

/** About as long as the ARN of a KMS key, the longest value that is only known once it was created. */
const unknownValue = "x".repeat(88);

/**
 * Characters that policies will have together, white space not counted. A value that is not known yet counts as an ARN of
 * a KMS key, which makes the result an estimate.
 */
export function policySize(policies: readonly (readonly DataAwsIamPolicyDocumentStatement[])[]): number {
  return policies.reduce((sum, statements) => sum + documentOf(statements).length, 0);
}

/** The JSON that Terraform's `aws_iam_policy_document` makes. */
function documentOf(statements: readonly DataAwsIamPolicyDocumentStatement[]): string {
  const json = JSON.stringify({ Version: "2012-10-17", Statement: statements.map(statementOf) });
  return json.replace(/\$\{[^}]*\}/g, unknownValue).replace(/\s/g, "");
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
