import { z } from "zod";
import { zoneLetters } from "./fields";
import { type AmiType, amiTypeFor, architectureOf, traitsOf } from "../constructs/eks/ami-type";
import { instanceType } from "./instance-types";
import { type TaintSettings, labels, taint } from "./kubernetes-metadata";
import { type FieldsOf, distinct, group, ifRead, text, wholeNumber } from "./schema";

/** Nodes of one kind, which EKS replaces and upgrades. */
export interface NodeGroupSettings {
  /** EC2 instance types of one processor architecture, in order of preference. Several make spot nodes easier to get. */
  readonly instanceTypes: readonly string[];

  /** @default - `ON_DEMAND` */
  readonly capacityType?: "ON_DEMAND" | "SPOT";

  /**
   * Image that the nodes boot.
   * @default - Amazon Linux 2023 for the architecture of the instance types
   */
  readonly amiType?:
    "AL2023_x86_64_STANDARD" | "AL2023_ARM_64_STANDARD" | "BOTTLEROCKET_x86_64" | "BOTTLEROCKET_ARM_64";

  /** Fewest nodes, 0 or more. */
  readonly minSize: number;

  /** Nodes to begin with, from `minSize` to `maxSize`. */
  readonly desiredSize: number;

  /** Most nodes, 1 or more. */
  readonly maxSize: number;

  /**
   * Something else scales the group, so that a deploy leaves its number of nodes alone once it exists.
   * @default - false
   */
  readonly autoscaled?: boolean;

  /**
   * Size of a node's volume in GiB, 20 to 16384.
   * @default - 50
   */
  readonly diskSizeGiB?: number;

  /**
   * Kubernetes labels of the nodes.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;

  /**
   * Kubernetes taints of the nodes. At least one node group of a cluster has none, for the add-ons.
   * @default - none
   */
  readonly taints?: readonly TaintSettings[];

  /**
   * Letters of the availability zones that the nodes are in, some of the network's.
   * @default - all of the network's
   */
  readonly availabilityZones?: readonly string[];

  /**
   * Release of the image: always the newest, the one that was newest when the group was created, or exactly this one.
   * @default - `at-creation`
   */
  readonly releaseVersion?: string;

  /**
   * Share of the nodes, in per cent from 1 to 100, that an update may take out of service at once; at least one node is.
   * @default - 33
   */
  readonly maxUnavailablePercentage?: number;

  /**
   * EKS replaces or reboots nodes that its node monitoring agent reports as broken.
   * @default - true
   */
  readonly nodeRepair?: boolean;
}

const amiTypes = [
  "AL2023_x86_64_STANDARD",
  "AL2023_ARM_64_STANDARD",
  "BOTTLEROCKET_x86_64",
  "BOTTLEROCKET_ARM_64",
] as const satisfies AmiType[];

/** Ends in the day of an Amazon Linux release or the commit of a Bottlerocket one. */
const releaseVersion = text(
  /^(latest|at-creation|\d+\.\d+\.\d+-[0-9a-f]{8})$/,
  '"latest", "at-creation" or a release such as "1.35.0-20260318" or "1.52.0-1a2b3c4d"',
);

const nodeGroupFields = group({
  instanceTypes: distinct(instanceType, { atLeast: 1, of: 'instance types such as "m6i.large"' }),
  capacityType: z.enum(["ON_DEMAND", "SPOT"]).default("ON_DEMAND"),
  amiType: z.enum(amiTypes).optional(),
  minSize: wholeNumber(0),
  desiredSize: wholeNumber(0),
  maxSize: wholeNumber(1),
  autoscaled: z.boolean().default(false),
  diskSizeGiB: wholeNumber(20, 16384).default(50),
  labels: labels.default({}),
  taints: z.array(taint).default([]),
  availabilityZones: zoneLetters(1).optional(),
  releaseVersion: releaseVersion.default("at-creation"),
  maxUnavailablePercentage: wholeNumber(1, 100).default(33),
  nodeRepair: z.boolean().default(true),
} satisfies FieldsOf<NodeGroupSettings>);

export const nodeGroupSchema = nodeGroupFields
  .superRefine(refuseSizesOutOfOrder, ifRead("minSize", "desiredSize", "maxSize"))
  .superRefine(refuseMixedArchitectures, ifRead("instanceTypes"))
  .superRefine(refuseForeignAmiType, ifRead("amiType", "instanceTypes"))
  .transform((nodeGroup) => ({ ...nodeGroup, amiType: amiTypeFor(nodeGroup.instanceTypes, nodeGroup.amiType) }));

type Fields = z.output<typeof nodeGroupFields>;

function refuseSizesOutOfOrder({ minSize, desiredSize, maxSize }: Fields, context: z.RefinementCtx): void {
  const refuse = (path: string, input: number, message: string) => {
    context.addIssue({ code: "custom", path: [path], input, message });
  };
  if (minSize > maxSize) refuse("minSize", minSize, `at most maxSize, which is ${maxSize}`);
  else if (desiredSize < minSize) refuse("desiredSize", desiredSize, `at least minSize, which is ${minSize}`);
  else if (desiredSize > maxSize) refuse("desiredSize", desiredSize, `at most maxSize, which is ${maxSize}`);
}

function refuseMixedArchitectures({ instanceTypes }: Fields, context: z.RefinementCtx): void {
  const arm = instanceTypes.filter((type) => architectureOf(type) === "arm64");
  if (arm.length === 0 || arm.length === instanceTypes.length) return;
  const message = `one processor architecture in a node group, but of these ${arm.join(", ")} is arm64`;
  context.addIssue({ code: "custom", path: ["instanceTypes"], input: instanceTypes, message });
}

function refuseForeignAmiType({ amiType, instanceTypes }: Fields, context: z.RefinementCtx): void {
  const architectures = new Set(instanceTypes.map(architectureOf));
  if (amiType === undefined || architectures.has(traitsOf(amiType).architecture)) return;
  const fitting = amiTypes.filter((other) => architectures.has(traitsOf(other).architecture));
  const message = `an image for ${instanceTypes.join(", ")}: ${fitting.join(" or ")}`;
  context.addIssue({ code: "custom", path: ["amiType"], input: amiType, message });
}

/** Whether nodes stay on an exact release of Amazon Linux, which is what they boot when no image is named. */
export function pinsAmazonLinux({ amiType, releaseVersion }: Pick<Fields, "amiType" | "releaseVersion">): boolean {
  if (releaseVersion === "latest" || releaseVersion === "at-creation") return false;
  return amiType === undefined || traitsOf(amiType).operatingSystem === "al2023";
}
