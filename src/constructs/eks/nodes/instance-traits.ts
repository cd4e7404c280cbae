/**
 * The processor architecture of an instance type, from its family's name: a `g` right after the generation means
 * Graviton (`m7g`, `c6gd`, `im4gn`), while a `g` before it (`g5`) means graphics. The Grace processors of NVIDIA GPU
 * instances (`p6e-gb200`) are also arm64.
 *
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function architectureOf(instanceType: string): "x86_64" | "arm64" {
  const family = familyOf(instanceType);
  return /^[a-z]+\d+g[a-z]*$/.test(family) || /-gb\d+$/.test(family) ? "arm64" : "x86_64";
}

/** Accelerators of an instance type: `other` if no image of EKS has their drivers. */
export type Acceleration = "none" | "nvidia" | "neuron" | "other";

/** Families of accelerated computing: GPUs, machine learning, FPGAs and video. Later ones are named alike. */
const accelerated = /^(cg|dl|f|g|gr|inf|p|trn|vt)\d/;

/** Families for which EKS has images with drivers, as its documentation listed them in November 2026. */
const nvidia = /^(g4dn|g5g?|g6[ef]?|g7e|gr6f?|p3(dn)?|p4de?|p5(en?)?|p6-b[23]00|p6e-gb[23]00)$/;
const neuron = /^(inf[12]|trn1n?|trn2)$/;

/**
 * The accelerators of an instance type, from its family's name.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-optimized-ami.html
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/ac.html
 */
export function accelerationOf(instanceType: string): Acceleration {
  const family = familyOf(instanceType);
  if (!accelerated.test(family)) return "none";
  if (nvidia.test(family)) return "nvidia";
  return neuron.test(family) ? "neuron" : "other";
}

function familyOf(instanceType: string): string {
  return instanceType.split(".", 1)[0] ?? "";
}
