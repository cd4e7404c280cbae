import type {
  DataAwsIamPolicyDocumentStatement,
  DataAwsIamPolicyDocumentStatementCondition,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { StateAccess } from "./state-access";

/** ARN of a key's alias, known before the key is. */
export function aliasArnOf({ partition, accountId }: StateAccess, region: string, alias: string): string {
  return `arn:${partition}:kms:${region}:${accountId}:${alias}`;
}

/** The principal of a Deny, which its condition then narrows. */
export const everyone = [{ type: "*", identifiers: ["*"] }];

/** Holds for callers that one of the patterns describes. */
export function callerIs(patterns: readonly string[]): DataAwsIamPolicyDocumentStatementCondition {
  return { test: "ArnLike", variable: "aws:PrincipalArn", values: [...patterns] };
}

/** Holds for callers that none of the patterns describes, anonymous ones and AWS services among them. */
export function callerIsNot(patterns: readonly string[]): DataAwsIamPolicyDocumentStatementCondition {
  return { test: "ArnNotLike", variable: "aws:PrincipalArn", values: [...patterns] };
}

/** The statement of a bucket policy that refuses plain HTTP, whoever calls. */
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
