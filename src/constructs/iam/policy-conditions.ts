import type { DataAwsIamPolicyDocumentStatementCondition } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

type Condition = DataAwsIamPolicyDocumentStatementCondition;

/** The key is one of the values. */
export function equals(variable: string, ...values: string[]): Condition {
  return { test: "StringEquals", variable, values };
}

/** The request or the resource has the key, with any value. */
export function isPresent(variable: string): Condition {
  return { test: "Null", variable, values: ["false"] };
}

/** The request or the resource does not have the key. */
export function isAbsent(variable: string): Condition {
  return { test: "Null", variable, values: ["true"] };
}

/** The key has values, all of which are among these. */
export function onlyOf(variable: string, ...values: string[]): Condition[] {
  return [isPresent(variable), { test: "ForAllValues:StringEquals", variable, values }];
}
