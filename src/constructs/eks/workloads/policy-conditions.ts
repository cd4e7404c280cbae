import type { DataAwsIamPolicyDocumentStatementCondition } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

type Condition = DataAwsIamPolicyDocumentStatementCondition;

/** The key is one of the values. */
export function equals(variable: string, ...values: string[]): Condition {
  return { test: "StringEquals", variable, values };
}

/** The request or the resource carries the key, with whatever value. */
export function isPresent(variable: string): Condition {
  return { test: "Null", variable, values: ["false"] };
}

/** The request or the resource does not carry the key. */
export function isAbsent(variable: string): Condition {
  return { test: "Null", variable, values: ["true"] };
}

/** The key has values, and each of them is one of these. */
export function onlyOf(variable: string, ...values: string[]): Condition[] {
  return [isPresent(variable), { test: "ForAllValues:StringEquals", variable, values }];
}
