import { z } from "zod";
import { type Fault, fault } from "../../../options/faults";
import { zoneLetters } from "../../../options/fields";
import { instanceType } from "../../../options/instance-types";
import { labels, taint } from "../../../options/kubernetes-metadata";
import {
  type OptionsOf,
  type ParsedOptions,
  distinct,
  group,
  ifRead,
  requirement,
  text,
  wholeNumber,
} from "../../../options/schema";
import { amiTypes, traitsOf } from "./ami-type";
import { refuseForeignAmiType, refuseMixedTypes, refuseTypesWithoutImage } from "./node-image-options";

/** Ends in the date of an Amazon Linux release or the commit of a Bottlerocket release. */
const releaseVersion = text(
  /^(latest|at-creation|\d+\.\d+\.\d+-[0-9a-f]{8})$/,
  '"latest", "at-creation" or a release such as "1.35.0-20260318" or "1.52.0-1a2b3c4d"',
);

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
const mostInstanceTypes = 20;

/** @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_node_group#taint-1 */
const mostTaints = 50;

/** Nodes of one kind, which EKS replaces and upgrades. */
const nodeGroupFields = group({
  /**
   * EC2 instance types that one image boots, in order of preference: of one architecture, and all with the same kind of
   * accelerator or none. With several types, Spot capacity is more likely to be available.
   */
  instanceTypes: distinct(instanceType, { atLeast: 1, of: 'instance types such as "m6i.large"' }).max(
    mostInstanceTypes,
    `at most ${mostInstanceTypes} instance types, the limit of EKS`,
  ),

  /**
   * Purchase option of the instances. AWS can reclaim `SPOT` instances with two minutes' notice.
   * @default - `ON_DEMAND`
   */
  capacityType: z.enum(["ON_DEMAND", "SPOT"]).default("ON_DEMAND"),

  /**
   * Image of the nodes, which must be for the instance types' architecture and have the drivers of their accelerators.
   * Pods can use NVIDIA GPUs of Amazon Linux 2023, and Neuron devices, once their device plugin is installed in the
   * cluster.
   * @default - Amazon Linux 2023 for the instance types' architecture and accelerators
   * @see https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-optimized-ami.html
   */
  amiType: z.enum(amiTypes).optional(),

  /** Minimum number of nodes, 0 or more. */
  minSize: wholeNumber(0),

  /** Desired number of nodes, from `minSize` to `maxSize`. For an autoscaled group it applies only at creation. */
  desiredSize: wholeNumber(0),

  /** Maximum number of nodes, 1 or more. Their pods must fit in the private subnets. */
  maxSize: wholeNumber(1),

  /**
   * Whether an autoscaler sets the number of nodes, so that later differences from `desiredSize` are ignored.
   * @default - false
   */
  autoscaled: z.boolean().default(false),

  /**
   * Size in GiB of the volume for images and the pods' ephemeral storage. The system volume of Amazon Linux 2023 is
   * 20 GiB.
   * @default - 50
   */
  diskSizeGiB: wholeNumber(20, 16384).default(50),

  /**
   * Kubernetes labels of the nodes.
   * @default - only those of EKS
   */
  labels: labels.default({}),

  /**
   * Kubernetes taints of the nodes. At least one group must have none, since otherwise the add-ons cannot be scheduled.
   * @default - none
   */
  taints: z
    .array(taint)
    .check(requirement((taints) => taints.length <= mostTaints, `at most ${mostTaints} taints`))
    .superRefine(refuseRepeatedTaints)
    .default([]),

  /**
   * Letters of the zones of the group.
   * @default - all zones of the network
   */
  availabilityZones: zoneLetters(1).optional(),

  /**
   * Release of the image: `at-creation` stays on the release that was newest when the group was created, until the
   * Kubernetes version changes; `latest` tracks each release that AWS recommends; or one exact release, such as
   * `1.35.0-20260318` of Amazon Linux or `1.52.0-1a2b3c4d` of Bottlerocket.
   * @default - `at-creation`
   */
  releaseVersion: releaseVersion.default("at-creation"),

  /**
   * Percentage of the nodes that an update can take out of service at once; always at least one node.
   * @default - 33
   */
  maxUnavailablePercentage: wholeNumber(1, 100).default(33),

  /**
   * Whether EKS replaces or reboots nodes that the node monitoring agent reports as unhealthy.
   * @default - true
   */
  nodeRepair: z.boolean().default(true),
});

export const nodeGroupOptions = nodeGroupFields
  .superRefine(refuseSizesOutOfOrder, ifRead("minSize", "desiredSize", "maxSize"))
  .superRefine(refuseTypesWithoutImage, ifRead("instanceTypes"))
  .superRefine(refuseMixedTypes, ifRead("instanceTypes"))
  .superRefine(refuseForeignAmiType, ifRead("amiType", "instanceTypes"))
  .superRefine(refuseForeignBottlerocketRelease, ifRead("amiType", "releaseVersion"));

/** Options of a managed node group. */
export type NodeGroupOptions = OptionsOf<typeof nodeGroupFields>;

/** Options of a managed node group with all defaults. */
export type NodeGroup = ParsedOptions<typeof nodeGroupFields>;

/** `cluster.nodeGroups.<name>`: `minSize` is at most `desiredSize`, which is at most `maxSize`. */
function refuseSizesOutOfOrder({ minSize, desiredSize, maxSize }: NodeGroup, context: z.RefinementCtx): void {
  const refuse = (path: string, input: number, message: string) => {
    context.addIssue({ code: "custom", path: [path], input, message });
  };
  if (minSize > maxSize) refuse("minSize", minSize, `at most maxSize, which is ${maxSize}`);
  else if (desiredSize < minSize) refuse("desiredSize", desiredSize, `at least minSize, which is ${minSize}`);
  else if (desiredSize > maxSize) refuse("desiredSize", desiredSize, `at most maxSize, which is ${maxSize}`);
}

/** `cluster.nodeGroups.<name>.taints`: one value for each key and effect, since a node cannot have two. */
function refuseRepeatedTaints(taints: readonly z.output<typeof taint>[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [position, { key, effect }] of taints.entries()) {
    const identity = `${effect} ${key}`;
    if (seen.has(identity)) {
      const message = `one taint for each key and effect: an earlier one has key "${key}" and effect "${effect}"`;
      context.addIssue({ code: "custom", path: [position], input: taints[position], message });
    }
    seen.add(identity);
  }
}

/**
 * `cluster.nodeGroups.<name>.releaseVersion`: an exact release of Bottlerocket ends in a commit, while one of Amazon
 * Linux ends in a date.
 */
function refuseForeignBottlerocketRelease({ amiType, releaseVersion }: NodeGroup, context: z.RefinementCtx): void {
  if (amiType === undefined || traitsOf(amiType).operatingSystem !== "bottlerocket") return;
  if (!/-20\d{6}$/.test(releaseVersion)) return;
  const message = '"latest", "at-creation" or a release of Bottlerocket such as "1.52.0-1a2b3c4d"';
  context.addIssue({ code: "custom", path: ["releaseVersion"], input: releaseVersion, message });
}

/** `cluster.nodeGroups.<name>.availabilityZones`: only zones of `network.availabilityZones`. */
export function refuseNodesOutsideTheNetwork(
  nodeGroups: Readonly<Record<string, Pick<NodeGroup, "availabilityZones">>>,
  networkZones: readonly string[],
): Fault[] {
  const allowed = `zones of the network: ${networkZones.join(", ")}`;
  return Object.entries(nodeGroups).flatMap(([name, { availabilityZones = [] }]) =>
    availabilityZones.flatMap((zone, position) =>
      networkZones.includes(zone) ? [] : [fault(["nodeGroups", name, "availabilityZones", position], zone, allowed)],
    ),
  );
}

/** Whether a release is an exact one, rather than one that EKS or AWS chooses. */
export function isExactRelease(releaseVersion: string): boolean {
  return releaseVersion !== "latest" && releaseVersion !== "at-creation";
}
