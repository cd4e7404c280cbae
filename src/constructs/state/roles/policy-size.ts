import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

/**
 * Characters that IAM allows in all inline policies of a role together, white space not counted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
export const longestRolePolicies = 10_240;

/** About as long as the ARN of a KMS key, the longest value that is only known once it was created. */
const unknownValue = "x".repeat(88);

/**
 * Characters that a role's inline policies will have, as IAM counts them. A value that is not known yet counts as an ARN
 * of a KMS key, which makes the result an estimate.
 */
export function policySize(policies: readonly (readonly DataAwsIamPolicyDocumentStatement[])[]): number {
  return policies.reduce((sum, statements) => sum + documentOf(statements).length, 0);
}

/** The JSON that Terraform's `aws_iam_policy_document` makes. */
function documentOf(statements: readonly DataAwsIamPolicyDocumentStatement[]): string {
  const json = JSON.stringify({ Version: "2012-10-17", Statement: statements.map(statementOf) });
  return json.replace(/\$\{[^}]*\}/g, unknownValue).replace(/\s/g, "");
}

function statementOf({ sid, actions, resources, condition }: DataAwsIamPolicyDocumentStatement) {
  const conditions = Array.isArray(condition) ? condition : [];
  return {
    Sid: sid,
    Effect: "Allow",
    Action: oneOrMore(actions),
    Resource: oneOrMore(resources),
    Condition:
      conditions.length === 0
        ? undefined
        : Object.fromEntries(
            conditions.map(({ test, variable, values }) => [test, { [variable]: oneOrMore(values) }] as const),
          ),
  };
}

function oneOrMore(values: readonly string[] | undefined): string | readonly string[] | undefined {
  return values?.length === 1 ? values[0] : values;
}
