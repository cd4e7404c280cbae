import type { EnvironmentSettings } from "../../../src/settings/environment";

export const prod: EnvironmentSettings = {
  name: "prod",
  account: "444455556666",
  state: { encryption: "aws:kms" },
  network: { cidr: "10.120.0.0/16", availabilityZones: ["a", "b", "c"] },
  cluster: {
    version: "1.35",
    access: { administrators: ["arn:aws:iam::444455556666:role/ops/PlatformAdmin"] },
    nodeGroups: { system: { instanceTypes: ["m7g.large"], minSize: 3, desiredSize: 3, maxSize: 6 } },
    workloads: { karpenter: true, loadBalancerController: true },
  },
  repositories: { api: {} },
};
