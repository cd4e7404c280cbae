import { partitionOf } from "./partition";

/** Account and region of a resource. */
export interface Location {
  readonly region: string;

  /** 12 digits. */
  readonly accountId: string;
}

/**
 * ARN of a resource that is in a region of an account.
 *
 * @param resource resource type and name as the service separates them, such as `cluster/platform-dev`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function arn({ region, accountId }: Location, service: string, resource: string): string {
  return `arn:${partitionOf(region)}:${service}:${region}:${accountId}:${resource}`;
}

/** ARN of a resource that AWS itself provides in a region, such as a public SSM parameter. */
export function publicArn(region: string, service: string, resource: string): string {
  return `arn:${partitionOf(region)}:${service}:${region}::${resource}`;
}

/** ARN of a resource of IAM, which is in no region, such as `role/Deployer`. */
export function iamArn(partition: string, accountId: string, resource: string): string {
  return `arn:${partition}:iam::${accountId}:${resource}`;
}

/**
 * A text that is equal for all spellings of the ARN of one role or user: in an account, IAM distinguishes neither paths nor
 * letter case of names.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function principalIdentity(principalArn: string): string {
  return principalArn.replace(/\/.*\//, "/").toLowerCase();
}

/** ARN of a policy that AWS manages, such as `AmazonEKSClusterPolicy`. */
export function managedPolicyArn(region: string, name: string): string {
  return iamArn(partitionOf(region), "aws", `policy/${name}`);
}

/**
 * ARN of an access policy of EKS, such as `AmazonEKSViewPolicy`.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
 */
export function accessPolicyArn(region: string, name: string): string {
  return `arn:${partitionOf(region)}:eks::aws:cluster-access-policy/${name}`;
}

/** ARN of a bucket, known before the bucket is created. */
export function bucketArn(region: string, bucketName: string): string {
  return `arn:${partitionOf(region)}:s3:::${bucketName}`;
}
