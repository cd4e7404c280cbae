/** Interface endpoints of a VPC: none, those of a cluster without internet access, or a list. */
export type InterfaceEndpointServices = "none" | "cluster-private" | readonly string[];

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

/**
 * The services, each named as in `com.amazonaws.<region>.<service>`.
 *
 * @throws when a listed service is malformed, repeated, or S3, which the gateway endpoint serves
 */
export function endpointServices(choice: InterfaceEndpointServices, karpenter: boolean): readonly string[] {
  if (choice === "none") return [];
  if (choice === "cluster-private") return karpenter ? [...clusterPrivateServices, "sqs"] : clusterPrivateServices;
  checkServices(choice);
  return choice;
}

function checkServices(services: readonly string[]): void {
  for (const service of services) {
    if (!/^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/.test(service)) {
      throw new Error(
        `interfaceEndpoints must be services as in com.amazonaws.<region>.<service>, for example "ecr.api", got "${service}"`,
      );
    }
  }
  if (services.includes("s3")) {
    throw new Error('interfaceEndpoints must not name "s3", which the gateway endpoint of every VPC serves');
  }
  const repeated = services.find((service, index) => services.indexOf(service) !== index);
  if (repeated !== undefined) throw new Error(`interfaceEndpoints must not repeat a service, got "${repeated}" twice`);
}
