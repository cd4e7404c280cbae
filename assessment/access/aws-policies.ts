import type { PolicyDocument } from "../../emulator/referee/policy-document";
import { type Document, unknownPolicy } from "./documents";

/**
 * Actions that policies of AWS allow on every resource, of the services about which the matrix asks. Those of other
 * services are left out.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEBSCSIDriverEKSClusterScopedPolicy.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEKSClusterPolicy.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEKSWorkerNodePolicy.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEKS_CNI_Policy.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEC2ContainerRegistryPullOnly.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ["*"],
  AmazonEBSCSIDriverEKSClusterScopedPolicy: [],
  AmazonEC2ContainerRegistryPullOnly: [
    "ecr:BatchGetImage",
    "ecr:BatchImportUpstreamImage",
    "ecr:GetAuthorizationToken",
    "ecr:GetDownloadUrlForLayer",
  ],
  AmazonEKSClusterPolicy: ["kms:DescribeKey"],
  AmazonEKSWorkerNodePolicy: ["eks:DescribeCluster"],
  AmazonEKS_CNI_Policy: [],
  AmazonSSMManagedInstanceCore: [],
};

const documents = new Map<string, Document>();

/** A policy that AWS manages. What it allows is uncertain if the matrix does not know the policy. */
export function awsPolicy(name: string): Document {
  const found = documents.get(name) ?? documentOf(name);
  documents.set(name, found);
  return found;
}

function documentOf(name: string): Document {
  const actions = allowed[name];
  if (actions === undefined)
    return unknownPolicy(name, `AWS's policy ${name} decides, whose content is not in the code`);
  const policy: PolicyDocument = {
    Version: "2012-10-17",
    Statement: actions.length === 0 ? [] : [{ Sid: "Allow", Effect: "Allow", Action: [...actions], Resource: ["*"] }],
  };
  return { address: name, policy };
}

/** Name of the AWS managed policy with an ARN, without its path. */
export function awsPolicyName(arn: string): string | undefined {
  return /^arn:[^:]+:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
}
