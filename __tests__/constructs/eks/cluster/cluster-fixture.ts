import type { Construct } from "constructs";
import { EksCluster, type EksClusterProps } from "../../../../src/constructs/eks/cluster/eks-cluster";
import { Vpc, type VpcProps } from "../../../../src/constructs/vpc/vpc";
import { synthesize, type Synthesized } from "../../../support/synthesize";

type ClusterOverrides = Partial<Omit<EksClusterProps, "vpc">>;

const identity = { name: "platform-dev", region: "ap-northeast-1", accountId: "123456789012" };

export const systemGroup = { instanceTypes: ["m6i.large"], minSize: 2, desiredSize: 2, maxSize: 4 };

/** The cluster with only the required props, in a VPC of two zones. */
export function buildCluster(
  scope: Construct,
  props: ClusterOverrides = {},
  vpcProps: Partial<VpcProps> = {},
): EksCluster {
  const vpc = new Vpc(scope, "vpc", { ...identity, cidr: "10.10.0.0/16", availabilityZones: ["a", "c"], ...vpcProps });
  return new EksCluster(scope, "cluster", {
    ...identity,
    version: "1.33",
    nodeGroups: { system: systemGroup },
    vpc,
    ...props,
  });
}

export function synthesizeCluster(props: ClusterOverrides = {}, vpcProps: Partial<VpcProps> = {}): Synthesized {
  return synthesize((scope) => buildCluster(scope, props, vpcProps));
}
