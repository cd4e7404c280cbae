import type { AmiType } from "./ami-type";
import type { NodeRelease } from "./node-release";

/** A taint: repels pods that do not tolerate it from a group's nodes. */
export interface NodeTaint {
  /** Key, for example `nvidia.com/gpu`. */
  readonly key: string;

  /**
   * Value that a toleration can match.
   * @default - none
   */
  readonly value?: string;

  /** Effect on pods without a toleration. */
  readonly effect: "NO_SCHEDULE" | "NO_EXECUTE" | "PREFER_NO_SCHEDULE";
}

/** Configuration of one managed node group. */
export interface NodeGroupProps {
  /**
   * EC2 instance types of one architecture, in order of preference. With several types, Spot capacity is more likely to
   * be available.
   */
  readonly instanceTypes: readonly string[];

  /**
   * Purchase option of the instances. AWS can reclaim `SPOT` instances with two minutes' notice.
   * @default - `ON_DEMAND`
   */
  readonly capacityType?: "ON_DEMAND" | "SPOT";

  /**
   * Image of the nodes, which must be for the instance types' architecture.
   * @default - Amazon Linux 2023 for the instance types' architecture
   */
  readonly amiType?: AmiType;

  /** Minimum number of nodes, 0 or more. */
  readonly minSize: number;

  /** Desired number of nodes, from `minSize` to `maxSize`. For an autoscaled group it applies only at creation. */
  readonly desiredSize: number;

  /** Maximum number of nodes, 1 or more. Their pods must fit in the private subnets. */
  readonly maxSize: number;

  /**
   * Whether an autoscaler sets the number of nodes, so that later differences from `desiredSize` are ignored.
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
   * @default - only those of EKS
   */
  readonly labels?: Readonly<Record<string, string>>;

  /**
   * Kubernetes taints of the nodes. At least one group must have none, since otherwise the add-ons cannot be scheduled.
   * @default - none
   */
  readonly taints?: readonly NodeTaint[];

  /**
   * Letters of the zones of the group.
   * @default - all zones of the network
   */
  readonly availabilityZones?: readonly string[];

  /**
   * Release of the image: `at-creation`, `latest` or an exact release such as `1.33.1-20250904`.
   * @default - `at-creation`
   */
  readonly releaseVersion?: NodeRelease;

  /**
   * Percentage of the nodes, from 1 to 100, that an update can take out of service at once; always at least one node.
   * @default - 33
   */
  readonly maxUnavailablePercentage?: number;

  /**
   * Whether EKS replaces or reboots nodes that the node monitoring agent reports as unhealthy.
   * @default - true
   */
  readonly nodeRepair?: boolean;
}
