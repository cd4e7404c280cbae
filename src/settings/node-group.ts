import { z } from "zod";
import { zoneLetters } from "../options/fields";
import { type AmiType, amiTypeFor, architectureOf, traitsOf } from "../constructs/eks/nodes/ami-type";
import type { NodeGroupProps } from "../constructs/eks/nodes/node-group-props";
import { instanceType } from "./instance-types";
import { labels, taint } from "./kubernetes-metadata";
import { type FieldsOf, distinct, group, ifRead, text, wholeNumber } from "../options/schema";

/** Nodes of one kind, which EKS replaces and upgrades. The fields are the props of the construct. */
export type NodeGroupSettings = NodeGroupProps;

const amiTypes = [
  "AL2023_x86_64_STANDARD",
  "AL2023_ARM_64_STANDARD",
  "BOTTLEROCKET_x86_64",
  "BOTTLEROCKET_ARM_64",
] as const satisfies AmiType[];

/** Ends in the date of an Amazon Linux release or the commit of a Bottlerocket release. */
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

/** `cluster.nodeGroups.<name>`: `minSize` is at most `desiredSize`, which is at most `maxSize`. */
function refuseSizesOutOfOrder({ minSize, desiredSize, maxSize }: Fields, context: z.RefinementCtx): void {
  const refuse = (path: string, input: number, message: string) => {
    context.addIssue({ code: "custom", path: [path], input, message });
  };
  if (minSize > maxSize) refuse("minSize", minSize, `at most maxSize, which is ${maxSize}`);
  else if (desiredSize < minSize) refuse("desiredSize", desiredSize, `at least minSize, which is ${minSize}`);
  else if (desiredSize > maxSize) refuse("desiredSize", desiredSize, `at most maxSize, which is ${maxSize}`);
}

/** `cluster.nodeGroups.<name>.instanceTypes`: all of one processor architecture. */
function refuseMixedArchitectures({ instanceTypes }: Fields, context: z.RefinementCtx): void {
  const arm = instanceTypes.filter((type) => architectureOf(type) === "arm64");
  if (arm.length === 0 || arm.length === instanceTypes.length) return;
  const message = `instance types of one processor architecture: of these, ${arm.join(", ")} is arm64`;
  context.addIssue({ code: "custom", path: ["instanceTypes"], input: instanceTypes, message });
}

/** `cluster.nodeGroups.<name>.amiType`: an image for the architecture of the group's `instanceTypes`. */
function refuseForeignAmiType({ amiType, instanceTypes }: Fields, context: z.RefinementCtx): void {
  const architectures = new Set(instanceTypes.map(architectureOf));
  if (amiType === undefined || architectures.has(traitsOf(amiType).architecture)) return;
  const fitting = amiTypes.filter((other) => architectures.has(traitsOf(other).architecture));
  const message = `an image for ${instanceTypes.join(", ")}: ${fitting.join(" or ")}`;
  context.addIssue({ code: "custom", path: ["amiType"], input: amiType, message });
}

/** Whether nodes stay on an exact release of Amazon Linux, the operating system of a group without `amiType`. */
export function pinsAmazonLinux({ amiType, releaseVersion }: Pick<Fields, "amiType" | "releaseVersion">): boolean {
  if (releaseVersion === "latest" || releaseVersion === "at-creation") return false;
  return amiType === undefined || traitsOf(amiType).operatingSystem === "al2023";
}
