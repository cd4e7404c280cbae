import { type AccessRequest, type Decision, evaluate } from "../../../support/policies";
import {
  type PolicyDocument,
  type PolicyStatement,
  policyDocument,
  type References,
} from "../../../support/policy-document";
import type { Synthesized } from "../../../support/synthesize";

/** A cluster as the constructs are told of it. */
export const cluster = { clusterName: "platform-dev", region: "ap-northeast-1", accountId: "123456789012" };

/** Characters that IAM takes for all inline policies of a role together, white space not counted. */
export const inlinePolicyQuota = 10_240;

/** The statement with this sid; a missing one fails the test. */
export function statementOf(policy: PolicyDocument, sid: string): PolicyStatement {
  const statement = policy.Statement.find(({ Sid }) => Sid === sid);
  if (!statement) throw new Error(`no ${sid}; there are: ${policy.Statement.map(({ Sid }) => Sid).join(", ")}`);
  return statement;
}

/** The inline policy of a workload's role, as Terraform would send it. */
export function inlinePolicy(synthesized: Synthesized, id: string, references: References = {}): PolicyDocument {
  return policyDocument(synthesized, `aws_iam_role_policy.${id}.policy`, references);
}

/** What IAM answers a pod whose role has this policy and no other. */
export async function decide(
  policy: PolicyDocument,
  action: string,
  resource: string,
  context: AccessRequest["context"] = {},
): Promise<Decision> {
  return evaluate({
    principal: "arn:aws:iam::123456789012:role/workload",
    action,
    resource,
    context,
    identityPolicies: [policy],
  });
}
