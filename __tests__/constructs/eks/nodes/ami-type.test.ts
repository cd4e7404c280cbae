import { imageOf, imagesFor, traitsOf } from "../../../../src/constructs/eks/nodes/ami-type";

describe("the image of a node group", () => {
  test.each([
    [["m6i.large", "m5.large"], "AL2023_x86_64_STANDARD"],
    [["m7g.large", "m6g.large"], "AL2023_ARM_64_STANDARD"],
    [["g5.xlarge", "g6.xlarge"], "AL2023_x86_64_NVIDIA"],
    [["g5g.xlarge"], "AL2023_ARM_64_NVIDIA"],
    [["inf2.xlarge", "trn1.2xlarge"], "AL2023_x86_64_NEURON"],
  ])("is Amazon Linux 2023 for the architecture and accelerators of %s by default", (instanceTypes, amiType) => {
    expect(imageOf({ instanceTypes })).toBe(amiType);
  });

  test("is the image of the options, if they name one", () => {
    expect(imageOf({ instanceTypes: ["m7g.large"], amiType: "BOTTLEROCKET_ARM_64" })).toBe("BOTTLEROCKET_ARM_64");
  });

  test.each([
    ["AL2023_x86_64_STANDARD", "x86_64", "al2023", "standard"],
    ["AL2023_ARM_64_STANDARD", "arm64", "al2023", "standard"],
    ["BOTTLEROCKET_x86_64", "x86_64", "bottlerocket", "standard"],
    ["BOTTLEROCKET_ARM_64", "arm64", "bottlerocket", "standard"],
    ["AL2023_x86_64_NVIDIA", "x86_64", "al2023", "nvidia"],
    ["AL2023_ARM_64_NVIDIA", "arm64", "al2023", "nvidia"],
    ["AL2023_x86_64_NEURON", "x86_64", "al2023", "neuron"],
    ["BOTTLEROCKET_x86_64_NVIDIA", "x86_64", "bottlerocket", "nvidia"],
    ["BOTTLEROCKET_ARM_64_NVIDIA", "arm64", "bottlerocket", "nvidia"],
  ] as const)("%s is for %s and %s with %s drivers", (amiType, architecture, operatingSystem, drivers) => {
    expect(traitsOf(amiType)).toEqual({ architecture, operatingSystem, drivers });
  });

  test.each([
    ["p4d.24xlarge", ["AL2023_x86_64_NVIDIA", "BOTTLEROCKET_x86_64_NVIDIA"]],
    ["g5g.xlarge", ["AL2023_ARM_64_NVIDIA", "BOTTLEROCKET_ARM_64_NVIDIA"]],
    ["p6e-gb200.36xlarge", ["AL2023_ARM_64_NVIDIA"]],
    ["trn2.48xlarge", ["AL2023_x86_64_NEURON", "BOTTLEROCKET_x86_64"]],
    ["m7g.large", ["AL2023_ARM_64_STANDARD", "BOTTLEROCKET_ARM_64"]],
    ["g4ad.xlarge", []],
    ["dl1.24xlarge", []],
    ["f2.12xlarge", []],
  ])("can be one of those with drivers for %s: %s", (instanceType, images) => {
    expect(imagesFor(instanceType)).toEqual(images);
  });
});
