import { type AccessCase, type Decision, evaluate } from "./policies";
import type { PolicyDocument } from "./policy-document";

/** A call and its condition keys. */
export type Call = readonly [action: string, resource: string, context?: AccessCase["context"]];

/** The same answer for each of some calls by one caller. */
export function calls(
  caller: Pick<AccessCase, "principal" | "identityPolicies" | "boundary" | "resourceAccount">,
  decision: Decision,
  rows: readonly Call[],
): AccessCase[] {
  return rows.map(([action, resource, context]) => ({
    name: `${caller.principal} ${action} ${resource} ${JSON.stringify(context)}`,
    ...caller,
    action,
    resource,
    context,
    decision,
  }));
}

/** The decisions where only the caller's own policies count, since keys leave their use to IAM. */
export async function decisionsByIdentity(cases: readonly AccessCase[]): Promise<Record<string, Decision>> {
  const entries = cases.map(async (row) => {
    const resourcePolicy = row.resource.includes(":key/") ? accountDecides(row.resourceAccount) : undefined;
    return [row.name, await evaluate({ ...row, resourcePolicy })] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** The same for callers with only this policy. */
export async function decisionsByOnePolicy(
  policy: PolicyDocument,
  cases: readonly AccessCase[],
): Promise<Record<string, Decision>> {
  return decisionsByIdentity(cases.map((row) => ({ ...row, identityPolicies: [policy] })));
}

function accountDecides(account = ""): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: [`arn:aws:iam::${account}:root`] }, Action: ["kms:*"], Resource: ["*"] },
    ],
  };
}
