import type { EnvironmentSettings } from "../../../src/settings/environment";

/** Small and cheap: one NAT gateway, spot nodes in two zones, an endpoint that known addresses reach from outside. */
export const dev: EnvironmentSettings = {
  name: "dev",

  // Your AWS account. An account of its own for each environment keeps them apart best.
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

    // The addresses your team calls from. This range is one that documentation uses and nobody has.
    publicAccessCidrs: ["203.0.113.0/24"],

    deletionProtection: false,
    logRetentionDays: 14,

    // IAM roles of your people. They have to exist before the first deploy.
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
