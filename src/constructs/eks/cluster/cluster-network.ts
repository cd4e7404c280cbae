import type { ITerraformDependable } from "cdktf";

/** What a cluster needs to know about its VPC; subnets and addresses by the letter of their zone. */
export interface ClusterNetwork {
  /** Id of the VPC. */
  readonly vpcId: string;

  /** Subnets of the nodes and their pods. */
  readonly privateSubnetIds: Readonly<Record<string, string>>;

  /** Subnets of the control plane's interfaces, without a route to the internet. */
  readonly intraSubnetIds: Readonly<Record<string, string>>;

  /** Number of addresses that each private subnet has for nodes and pods. */
  readonly privateAddresses: Readonly<Record<string, number>>;

  /** Routes, gateways and endpoints that a node needs in order to reach AWS and the image registries. */
  readonly nodeConnectivity: readonly ITerraformDependable[];
}
