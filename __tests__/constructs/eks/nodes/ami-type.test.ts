import { architectureOf, imageOf, traitsOf } from "../../../../src/constructs/eks/nodes/ami-type";

describe("the image of a node group", () => {
  test.each([
    ["m6i.large", "x86_64"],
    ["t3a.large", "x86_64"],
    ["g4dn.xlarge", "x86_64"],
    ["g5.48xlarge", "x86_64"],
    ["gr6.4xlarge", "x86_64"],
    ["g6.xlarge", "x86_64"],
    ["p4d.24xlarge", "x86_64"],
    ["trn1n.32xlarge", "x86_64"],
    ["u-6tb1.56xlarge", "x86_64"],
    ["m7i-flex.large", "x86_64"],
    ["c5.metal", "x86_64"],
    ["p6-b200.48xlarge", "x86_64"],
    ["t4g.medium", "arm64"],
    ["m6g.large", "arm64"],
    ["m7gd.large", "arm64"],
    ["r8g.large", "arm64"],
    ["c7gn.16xlarge", "arm64"],
    ["im4gn.large", "arm64"],
    ["is4gen.large", "arm64"],
    ["x2gd.metal", "arm64"],
    ["g5g.xlarge", "arm64"],
    ["hpc7g.4xlarge", "arm64"],
    ["r8gb.large", "arm64"],
    ["p6e-gb200.36xlarge", "arm64"],
  ])("knows the architecture of %s: %s", (instanceType, architecture) => {
    expect(architectureOf(instanceType)).toBe(architecture);
  });

  test.each([
    [["m6i.large", "m5.large"], "AL2023_x86_64_STANDARD"],
    [["m7g.large", "m6g.large"], "AL2023_ARM_64_STANDARD"],
  ])("is Amazon Linux 2023 for the architecture of %s by default", (instanceTypes, amiType) => {
    expect(imageOf({ instanceTypes })).toBe(amiType);
  });

  test("is the image of the options, if they name one", () => {
    expect(imageOf({ instanceTypes: ["m7g.large"], amiType: "BOTTLEROCKET_ARM_64" })).toBe("BOTTLEROCKET_ARM_64");
  });

  test.each([
    ["AL2023_x86_64_STANDARD", "x86_64", "al2023"],
    ["AL2023_ARM_64_STANDARD", "arm64", "al2023"],
    ["BOTTLEROCKET_x86_64", "x86_64", "bottlerocket"],
    ["BOTTLEROCKET_ARM_64", "arm64", "bottlerocket"],
  ] as const)("%s is for %s and %s", (amiType, architecture, operatingSystem) => {
    expect(traitsOf(amiType)).toEqual({ architecture, operatingSystem });
  });
});
