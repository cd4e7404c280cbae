import type { EnvironmentSettings } from "../../../src/settings/environment";

export const prod: EnvironmentSettings = {
  name: "prod",
  account: "222233334444",
  state: { encryption: "aws:kms" },
  encryption: "customer-managed",
  network: { cidr: "10.41.0.0/16", availabilityZones: ["a", "b", "c"], natGateways: "one-per-az" },
  cluster: {
    version: "1.35",
    access: { administrators: ["arn:aws:iam::222233334444:role/Admin"] },
    nodeGroups: { general: { instanceTypes: ["m6i.large"], minSize: 3, desiredSize: 3, maxSize: 9 } },
  },
  repositories: { shop: { keepTagged: [{ prefix: "v", count: 50 }] } },
};
