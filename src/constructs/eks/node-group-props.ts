import type { AmiType } from "./ami-type";
import type { NodeRelease } from "./node-release";

/** Keeps pods that don't tolerate it away from a group's nodes. */
export interface NodeTaint {
  /** Key, for example `nvidia.com/gpu`. */
  readonly key: string;

  /**
   * Value that a toleration may ask for.
   * @default - none
   */
  readonly value?: string;

  /** What happens to pods without a toleration. */
  readonly effect: "NO_SCHEDULE" | "NO_EXECUTE" | "PREFER_NO_SCHEDULE";
}

/** One managed node group as a user describes it. */
export interface NodeGroupProps {
  /** EC2 instance types of one architecture, in order of preference. Several make spot capacity likelier. */
  readonly instanceTypes: readonly string[];

  /**
   * How the instances are bought; AWS may take `SPOT` ones back at two minutes' notice.
   * @default - `ON_DEMAND`
   */
  readonly capacityType?: "ON_DEMAND" | "SPOT";

  /**
   * Image of the nodes; it has to be for the instance types' architecture.
   * @default - Amazon Linux 2023 for the instance types' architecture
   */
  readonly amiType?: AmiType;

  /** Fewest nodes, 0 or more. */
  readonly minSize: number;

  /** Nodes to have, from `minSize` to `maxSize`; for an autoscaled group only when it is created. */
  readonly desiredSize: number;

  /** Most nodes, 1 or more. Their pods have to fit the private subnets. */
  readonly maxSize: number;

  /**
   * Whether an autoscaler sets the number of nodes, so that later differences from `desiredSize` are left alone.
   * @default - false
   */
  readonly autoscaled?: boolean;

  /**
   * Size in GiB of the volume for images and the pods' ephemeral storage, 20 to 16384.
   * @default - 50
   */
  readonly diskSizeGiB?: number;

  /**
   * Kubernetes labels of the nodes.
   * @default - none but those of EKS
   */
  readonly labels?: Readonly<Record<string, string>>;

  /**
   * Kubernetes taints of the nodes. At least one group must be without, or the add-ons can't be scheduled.
   * @default - none
   */
  readonly taints?: readonly NodeTaint[];

  /**
   * Letters of the zones that the group spreads over.
   * @default - all zones of the network
   */
  readonly availabilityZones?: readonly string[];

  /**
   * Release of the image: `at-creation`, `latest` or an exact one such as `1.33.1-20250904`.
   * @default - `at-creation`
   */
  readonly releaseVersion?: NodeRelease;

  /**
   * Share of the nodes, in per cent from 1 to 100, that an update may take out of service at once; at least one node is.
   * @default - 33
   */
  readonly maxUnavailablePercentage?: number;

  /**
   * Whether EKS replaces or reboots nodes that the node monitoring agent reports as broken.
   * @default - true
   */
  readonly nodeRepair?: boolean;
}
