import { type AmiType, amiTypeFor, architectureOf } from "../../../../src/constructs/eks/nodes/ami-type";

describe("the image of a node group", () => {
  test.each([
    ["m6i.large", "x86_64"],
    ["t3a.large", "x86_64"],
    ["g4dn.xlarge", "x86_64"],
    ["g5.48xlarge", "x86_64"],
    ["gr6.4xlarge", "x86_64"],
    ["u-6tb1.56xlarge", "x86_64"],
    ["m7i-flex.large", "x86_64"],
    ["c5.metal", "x86_64"],
    ["p6-b200.48xlarge", "x86_64"],
    ["t4g.medium", "arm64"],
    ["m7gd.large", "arm64"],
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
    expect(amiTypeFor(instanceTypes)).toBe(amiType);
  });

  test.each<[string, AmiType]>([
    ["m6i.large", "AL2023_x86_64_STANDARD"],
    ["m6i.large", "BOTTLEROCKET_x86_64"],
    ["m7g.large", "AL2023_ARM_64_STANDARD"],
    ["m7g.large", "BOTTLEROCKET_ARM_64"],
  ])("on %s can be %s", (instanceType, amiType) => {
    expect(amiTypeFor([instanceType], amiType)).toBe(amiType);
  });

  test.each<[string, AmiType, string]>([
    ["m6i.large", "AL2023_ARM_64_STANDARD", "x86_64"],
    ["m6i.large", "BOTTLEROCKET_ARM_64", "x86_64"],
    ["m7g.large", "AL2023_x86_64_STANDARD", "arm64"],
    ["m7g.large", "BOTTLEROCKET_x86_64", "arm64"],
  ])("on %s cannot be %s", (instanceType, amiType, architecture) => {
    expect(() => amiTypeFor([instanceType], amiType)).toThrow(
      `amiType must be for ${architecture}, the architecture of ${instanceType}, got "${amiType}"`,
    );
  });

  test("fails when the instance types have different architectures", () => {
    expect(() => amiTypeFor(["m6i.large", "m7g.large"])).toThrow(
      "instanceTypes must have one architecture, got x86_64 and arm64: m6i.large, m7g.large",
    );
  });

  test("fails when there is no instance type", () => {
    expect(() => amiTypeFor([])).toThrow("instanceTypes must name at least one instance type, got none");
  });

  test.each(["m6i", "M6I.large", "large.", ".large"])("fails when %s is not an instance type", (name) => {
    expect(() => amiTypeFor([name])).toThrow(
      `instanceTypes must be names of EC2 instance types such as "m6i.large", got "${name}"`,
    );
  });

  test.each(["a1.large", "mac2-m2.metal"])("fails when EKS has no image for %s", (name) => {
    expect(() => amiTypeFor([name])).toThrow(
      `instanceTypes must be of a family for which EKS has images, got "${name}"`,
    );
  });
});
