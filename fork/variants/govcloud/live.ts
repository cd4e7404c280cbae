import type { EnvironmentSettings } from "../../../src/settings/environment";

export const live: EnvironmentSettings = {
  name: "live",
  account: "555566667777",
  network: {
    cidr: "10.200.0.0/16",
    availabilityZones: ["a", "b", "c"],
    natGateways: "none",
    interfaceEndpoints: "cluster-private",
  },
  cluster: {
    version: "1.35",
    access: { administrators: ["arn:aws-us-gov:iam::555566667777:role/PlatformAdmin"] },
    nodeGroups: { system: { instanceTypes: ["m6i.large"], minSize: 3, desiredSize: 3, maxSize: 6 } },
  },
  repositories: { api: {} },
};
