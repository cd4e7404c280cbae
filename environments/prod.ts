import type { EnvironmentSettings } from "../src/settings/environment";

/** Three zones, each with its own NAT gateway and on-demand nodes; a private endpoint; customer managed keys. */
export const prod: EnvironmentSettings = {
  name: "prod",

  // Your AWS account. A separate account for each environment gives the best isolation.
  account: "123456789012",

  state: { encryption: "aws:kms" },
  encryption: "customer-managed",
  network: {
    cidr: "10.20.0.0/16",
    availabilityZones: ["a", "c", "d"],
    natGateways: "one-per-az",
    flowLogRetentionDays: 365,
  },
  cluster: {
    version: "1.35",

    // Without publicAccessCidrs the endpoint is reachable only from within the VPC.

    deletionProtection: true,
    logRetentionDays: 365,

    // IAM roles of your team. They must exist before the first deployment.
    access: {
      administrators: ["arn:aws:iam::123456789012:role/PlatformAdministrator"],
      viewers: ["arn:aws:iam::123456789012:role/PlatformViewer"],
    },

    nodeGroups: {
      general: {
        instanceTypes: ["m6i.large"],
        capacityType: "ON_DEMAND",
        minSize: 3,
        desiredSize: 3,
        maxSize: 9,
      },
    },
  },
  repositories: {
    api: { keepTagged: [{ prefix: "v", count: 100 }] },
    web: { keepTagged: [{ prefix: "v", count: 100 }] },
  },
};
