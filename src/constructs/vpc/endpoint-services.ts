import type { ParsedVpcOptions } from "./vpc-options";

/**
 * Services that nodes, add-ons and Session Manager call in a cluster without internet access.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
 */
const clusterPrivateServices = [
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "eks-auth",
  "sts",
  "logs",
  "kms",
  "elasticloadbalancing",
  "autoscaling",
  "ssm",
  "ssmmessages",
];

/** The services, each named as in `com.amazonaws.<region>.<service>`. */
export function endpointServices(
  choice: ParsedVpcOptions["interfaceEndpoints"],
  karpenter: boolean,
): readonly string[] {
  if (choice === "none") return [];
  if (choice === "cluster-private") return karpenter ? [...clusterPrivateServices, "sqs"] : clusterPrivateServices;
  return choice;
}
