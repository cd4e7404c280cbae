import { accelerationOf, architectureOf } from "../../../../src/constructs/eks/nodes/instance-traits";

describe("an instance type's name", () => {
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
  ])("states the architecture of %s: %s", (instanceType, architecture) => {
    expect(architectureOf(instanceType)).toBe(architecture);
  });

  test.each([
    ["m6i.large", "none"],
    ["m7g.large", "none"],
    ["im4gn.large", "none"],
    ["i4g.large", "none"],
    ["hpc7g.4xlarge", "none"],
    ["g4dn.xlarge", "nvidia"],
    ["gr6.4xlarge", "nvidia"],
    ["g6f.large", "nvidia"],
    ["p3dn.24xlarge", "nvidia"],
    ["p6-b300.48xlarge", "nvidia"],
    ["g5g.xlarge", "nvidia"],
    ["inf1.xlarge", "neuron"],
    ["trn1n.32xlarge", "neuron"],
    ["g4ad.xlarge", "other"],
    ["p2.xlarge", "other"],
    ["dl2q.24xlarge", "other"],
    ["vt1.3xlarge", "other"],
    ["trn9.48xlarge", "other"],
    ["p9.48xlarge", "other"],
  ])("states the accelerators of %s: %s", (instanceType, acceleration) => {
    expect(accelerationOf(instanceType)).toBe(acceleration);
  });
});
