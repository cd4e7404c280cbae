import type {
  DataAwsIamPolicyDocumentStatement,
  DataAwsIamPolicyDocumentStatementCondition,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

/** The principal of a Deny, which its condition limits. */
export const everyone = [{ type: "*", identifiers: ["*"] }];

/** Matches callers that match one of the patterns. */
export function callerIs(patterns: readonly string[]): DataAwsIamPolicyDocumentStatementCondition {
  return { test: "ArnLike", variable: "aws:PrincipalArn", values: [...patterns] };
}

/** Matches callers that match none of the patterns, including anonymous callers and AWS services. */
export function callerIsNot(patterns: readonly string[]): DataAwsIamPolicyDocumentStatementCondition {
  return { test: "ArnNotLike", variable: "aws:PrincipalArn", values: [...patterns] };
}

/** The statement of a bucket policy that denies plain HTTP to all callers. */
export function denyPlaintextTransport(bucketArn: string): DataAwsIamPolicyDocumentStatement {
  return {
    sid: "DenyPlaintextTransport",
    effect: "Deny",
    principals: everyone,
    actions: ["s3:*"],
    resources: [bucketArn, `${bucketArn}/*`],
    condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
  };
}
