import { accelerationOf, architectureOf } from "./instance-traits";

/** Images of EKS nodes: operating system, processor architecture and drivers. */
export const amiTypes = [
  "AL2023_x86_64_STANDARD",
  "AL2023_ARM_64_STANDARD",
  "BOTTLEROCKET_x86_64",
  "BOTTLEROCKET_ARM_64",
  "AL2023_x86_64_NVIDIA",
  "AL2023_ARM_64_NVIDIA",
  "AL2023_x86_64_NEURON",
  "BOTTLEROCKET_x86_64_NVIDIA",
  "BOTTLEROCKET_ARM_64_NVIDIA",
] as const;

export type AmiType = (typeof amiTypes)[number];

export type NodeOperatingSystem = "al2023" | "bottlerocket";

export interface AmiTraits {
  readonly architecture: "x86_64" | "arm64";
  readonly operatingSystem: NodeOperatingSystem;

  /** Accelerators whose drivers the image has. */
  readonly drivers: "standard" | "nvidia" | "neuron";
}

/** Architecture, operating system and drivers of an image. */
export function traitsOf(amiType: AmiType): AmiTraits {
  return {
    architecture: amiType.includes("_ARM_64") ? "arm64" : "x86_64",
    operatingSystem: amiType.startsWith("BOTTLEROCKET") ? "bottlerocket" : "al2023",
    drivers: amiType.endsWith("_NVIDIA") ? "nvidia" : amiType.endsWith("_NEURON") ? "neuron" : "standard",
  };
}

/**
 * The image of a group's nodes: the one of the options, or Amazon Linux 2023 for the architecture and the accelerator of
 * its instance types.
 */
export function imageOf({
  instanceTypes: [instanceType = ""],
  amiType,
}: {
  readonly instanceTypes: readonly string[];
  readonly amiType?: AmiType;
}): AmiType {
  return amiType ?? imagesFor(instanceType)[0] ?? "AL2023_x86_64_STANDARD";
}

/**
 * The images that boot an instance type and have the drivers of its accelerator, the default first. None if EKS has no
 * image with them.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-optimized-ami.html
 */
export function imagesFor(instanceType: string): readonly AmiType[] {
  const isArm = architectureOf(instanceType) === "arm64";
  switch (accelerationOf(instanceType)) {
    case "none":
      return isArm
        ? ["AL2023_ARM_64_STANDARD", "BOTTLEROCKET_ARM_64"]
        : ["AL2023_x86_64_STANDARD", "BOTTLEROCKET_x86_64"];
    case "nvidia":
      return nvidiaImagesFor(instanceType, isArm);
    case "neuron":
      return ["AL2023_x86_64_NEURON", "BOTTLEROCKET_x86_64"];
    case "other":
      return [];
  }
}

/** Of the arm64 types, Bottlerocket has drivers only for `g5g`. */
function nvidiaImagesFor(instanceType: string, isArm: boolean): readonly AmiType[] {
  if (!isArm) return ["AL2023_x86_64_NVIDIA", "BOTTLEROCKET_x86_64_NVIDIA"];
  return instanceType.startsWith("g5g.")
    ? ["AL2023_ARM_64_NVIDIA", "BOTTLEROCKET_ARM_64_NVIDIA"]
    : ["AL2023_ARM_64_NVIDIA"];
}
