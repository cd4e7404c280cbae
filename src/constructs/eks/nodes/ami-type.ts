/** Images of EKS nodes: operating system and processor architecture. */
export const amiTypes = [
  "AL2023_x86_64_STANDARD",
  "AL2023_ARM_64_STANDARD",
  "BOTTLEROCKET_x86_64",
  "BOTTLEROCKET_ARM_64",
] as const;

export type AmiType = (typeof amiTypes)[number];

export type Architecture = "x86_64" | "arm64";
export type NodeOperatingSystem = "al2023" | "bottlerocket";

export interface AmiTraits {
  readonly architecture: Architecture;
  readonly operatingSystem: NodeOperatingSystem;
}

/** Architecture and operating system of an image. */
export function traitsOf(amiType: AmiType): AmiTraits {
  return {
    architecture: amiType.includes("_ARM_64") ? "arm64" : "x86_64",
    operatingSystem: amiType.startsWith("BOTTLEROCKET") ? "bottlerocket" : "al2023",
  };
}

/**
 * The image of a group's nodes: the one of the options, or Amazon Linux 2023 for the architecture of its instance
 * types.
 */
export function imageOf({
  instanceTypes: [instanceType = ""],
  amiType,
}: {
  readonly instanceTypes: readonly string[];
  readonly amiType?: AmiType;
}): AmiType {
  if (amiType !== undefined) return amiType;
  return architectureOf(instanceType) === "arm64" ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD";
}

/**
 * The processor architecture of an instance type, from its family's name: a `g` right after the generation means
 * Graviton (`m7g`, `c6gd`, `im4gn`), while a `g` before it (`g5`) means graphics. The Grace processors of NVIDIA GPU
 * instances (`p6e-gb200`) are also arm64.
 *
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function architectureOf(instanceType: string): Architecture {
  const [family = ""] = instanceType.split(".");
  return /^[a-z]+\d+g[a-z]*$/.test(family) || /-gb\d+$/.test(family) ? "arm64" : "x86_64";
}
