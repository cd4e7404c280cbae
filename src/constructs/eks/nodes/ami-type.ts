/** Images of EKS nodes: operating system and processor architecture. */
export type AmiType =
  "AL2023_x86_64_STANDARD" | "AL2023_ARM_64_STANDARD" | "BOTTLEROCKET_x86_64" | "BOTTLEROCKET_ARM_64";

export type Architecture = "x86_64" | "arm64";
export type NodeOperatingSystem = "al2023" | "bottlerocket";

export interface AmiTraits {
  readonly architecture: Architecture;
  readonly operatingSystem: NodeOperatingSystem;
}

const traitsByAmiType: Readonly<Record<AmiType, AmiTraits>> = {
  AL2023_x86_64_STANDARD: { architecture: "x86_64", operatingSystem: "al2023" },
  AL2023_ARM_64_STANDARD: { architecture: "arm64", operatingSystem: "al2023" },
  BOTTLEROCKET_x86_64: { architecture: "x86_64", operatingSystem: "bottlerocket" },
  BOTTLEROCKET_ARM_64: { architecture: "arm64", operatingSystem: "bottlerocket" },
};

/** Architecture and operating system of an image. */
export function traitsOf(amiType: AmiType): AmiTraits {
  return traitsByAmiType[amiType];
}

/**
 * The image for nodes of the given instance types: the configured image, which must be for their architecture, or
 * Amazon Linux 2023 for their architecture.
 *
 * @throws when the instance types mix architectures or contradict the configured image
 */
export function amiTypeFor(instanceTypes: readonly string[], amiType?: AmiType): AmiType {
  const architecture = architectureOfAll(instanceTypes);
  if (amiType === undefined) return architecture === "arm64" ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD";
  if (traitsOf(amiType).architecture !== architecture) {
    throw new Error(
      `amiType must be for ${architecture}, the architecture of ${instanceTypes.join(", ")}, got "${amiType}"`,
    );
  }
  return amiType;
}

function architectureOfAll(instanceTypes: readonly string[]): Architecture {
  const [first, ...others] = [...new Set(instanceTypes.map(architectureOf))];
  if (first === undefined) throw new Error("instanceTypes must name at least one instance type, got none");
  if (others.length > 0) {
    throw new Error(`instanceTypes must have one architecture, got x86_64 and arm64: ${instanceTypes.join(", ")}`);
  }
  return first;
}

/**
 * The processor architecture of an instance type, from its family's name: a `g` right after the generation means
 * Graviton (`m7g`, `c6gd`, `im4gn`), while a `g` before it (`g5`) means graphics. The Grace processors of NVIDIA GPU
 * instances (`p6e-gb200`) are also arm64.
 *
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 * @throws when the name is not that of an instance type, or EKS has no image for its family
 */
export function architectureOf(instanceType: string): Architecture {
  const family = /^([a-z][a-z0-9-]*)\.[a-z0-9-]+$/.exec(instanceType)?.[1];
  if (family === undefined) {
    throw new Error(`instanceTypes must be names of EC2 instance types such as "m6i.large", got "${instanceType}"`);
  }
  if (family === "a1" || family.startsWith("mac")) {
    throw new Error(`instanceTypes must be of a family for which EKS has images, got "${instanceType}"`);
  }
  return /^[a-z]+\d+g[a-z]*$/.test(family) || /-gb\d+$/.test(family) ? "arm64" : "x86_64";
}
