import type { EnvironmentSettings } from "../../../src/settings/environment";

export const staging: EnvironmentSettings = {
  name: "staging",
  account: "111122223333",
  region: "us-west-2",
  state: { encryption: "AES256" },
  encryption: "customer-managed",
  network: { cidr: "10.111.0.0/16", availabilityZones: ["a", "b", "c"], natGateways: "single" },
  cluster: {
    version: "1.35",
    deletionProtection: false,
    access: {
      administrators: ["arn:aws:iam::111122223333:role/ops/PlatformAdmin"],
      developers: [{ principalArn: "arn:aws:iam::111122223333:role/Developer", namespaces: ["team-*"] }],
    },
    nodeGroups: { system: { instanceTypes: ["m7g.large"], minSize: 2, desiredSize: 2, maxSize: 4 } },
    workloads: { karpenter: true, loadBalancerController: true },
  },
  repositories: { api: {} },
};
