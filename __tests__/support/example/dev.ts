import type { EnvironmentSettings } from "../../../src/settings/environment";

/** Small and low-cost: one NAT gateway, Spot nodes in two zones, a public endpoint for known addresses. */
export const dev: EnvironmentSettings = {
  name: "dev",

  // Your AWS account. A separate account for each environment gives the best isolation.
  account: "123456789012",

  state: { encryption: "AES256" },
  encryption: "aws-managed",
  network: {
    cidr: "10.10.0.0/16",
    availabilityZones: ["a", "c"],
    natGateways: "single",
    flowLogRetentionDays: 14,
  },
  cluster: {
    version: "1.35",

    // The addresses from which your team calls. This range is reserved for documentation.
    publicAccessCidrs: ["203.0.113.0/24"],

    deletionProtection: false,
    logRetentionDays: 14,

    // IAM roles of your team. They must exist before the first deployment.
    access: {
      administrators: ["arn:aws:iam::123456789012:role/PlatformAdministrator"],
      viewers: ["arn:aws:iam::123456789012:role/PlatformViewer"],
    },

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
  repositories: {
    api: { forceDelete: true },
    web: { forceDelete: true },
  },
};
