import type { EnvironmentSettings } from "../../../src/settings/environment";

export const dev: EnvironmentSettings = {
  name: "dev",
  account: "222233334444",
  state: { encryption: "AES256" },
  encryption: "aws-managed",
  network: { cidr: "10.40.0.0/16", availabilityZones: ["a", "b"], natGateways: "single", flowLogRetentionDays: 14 },
  cluster: {
    version: "1.35",
    publicAccessCidrs: ["198.51.100.0/24"],
    deletionProtection: false,
    logRetentionDays: 14,
    access: { administrators: ["arn:aws:iam::222233334444:role/Admin"] },
    nodeGroups: {
      general: {
        instanceTypes: ["t3.large", "t3a.large"],
        capacityType: "SPOT",
        minSize: 1,
        desiredSize: 2,
        maxSize: 4,
      },
    },
  },
  repositories: { shop: { forceDelete: true } },
};
