import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { type Fault, fault } from "../../options/faults";
import { policyJson } from "./policy-json";

/**
 * Characters that IAM allows in all inline policies of a role together, excluding white space.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
export const longestRolePolicies = 10_240;

/** Characters that IAM allows in a managed policy, excluding white space. */
export const longestManagedPolicy = 6144;

/** Managed policies that IAM allows on a role, unless the account's quota was raised, to at most 20. */
export const mostManagedPolicies = 10;

/** Characters that IAM allows in the trust policy of a role, unless the account's quota was raised. */
export const longestTrustPolicy = 2048;

/**
 * Bytes that S3 allows in a bucket policy.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html
 */
export const longestBucketPolicy = 20_480;

/**
 * Bytes that KMS allows in a key policy.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
 */
const longestKeyPolicy = 32_768;

/**
 * Characters that ECR allows in the policy of a repository.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html
 */
export const longestRepositoryPolicy = 10_240;

/** About as long as the ARN of a KMS key, the longest value that is known only after creation. */
const unknownValue = "x".repeat(88);

/**
 * Characters that policies will have together, excluding white space. A value that is not known yet counts as the ARN
 * of a KMS key, which makes the result an estimate.
 */
export function policySize(policies: readonly (readonly DataAwsIamPolicyDocumentStatement[])[]): number {
  return policies.reduce((sum, statements) => sum + sizeOf(statements), 0);
}

function sizeOf(statements: readonly DataAwsIamPolicyDocumentStatement[]): number {
  return textSize(policyJson(statements));
}

/** Characters that a part of a policy will have, see `policySize`. */
export function textSize(json: string): number {
  return json.replace(/\$\{[^}]*\}/g, unknownValue).replace(/\s/g, "").length;
}

/** Refuses policies of a role, or the policy of a key, that are longer together than AWS allows. */
export function refuseLongPolicies(
  kind: "role" | "key",
  policies: Readonly<Record<string, readonly DataAwsIamPolicyDocumentStatement[]>>,
): Fault[] {
  const size = policySize(Object.values(policies));
  const longest = kind === "role" ? longestRolePolicies : longestKeyPolicy;
  if (size <= longest) return [];
  const names = Object.keys(policies).join(", ");
  const allowed = `at most ${longest} characters, which AWS allows in the policies of a ${kind}: name fewer principals or resources`;
  return [fault([names], `about ${size} characters`, allowed)];
}
