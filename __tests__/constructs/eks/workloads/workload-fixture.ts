import { type AccessRequest, type Decision, evaluate } from "../../../support/policies";
import {
  type PolicyDocument,
  type PolicyStatement,
  policyDocument,
  type References,
} from "../../../support/policy-document";
import type { Synthesized } from "../../../support/synthesize";

/** Facts about a cluster, as the constructs receive them. */
export const cluster = { clusterName: "platform-dev", region: "ap-northeast-1", accountId: "123456789012" };

/** Characters that IAM allows for all inline policies of a role together, excluding white space. */
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

/** IAM's decision for a pod whose role has only this policy. */
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
