import type { EnvironmentSettings } from "../../src/settings/environment";
import type { OrganizationSettings } from "../../src/settings/organization";
import { dev as shippedDev, organization as shipped, prod as shippedProd } from "./example";

const account = "123456789012";
const zone = "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ";
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;

/**
 * The example's organization, with each kind of recipient that the emulator supports: every option together with the
 * environments below has its own resources.
 */
export const organization: OrganizationSettings = {
  ...shipped,
  audit: { mailAddresses: ["ops@example.com"] },
};

/** Without a way to the internet: interface endpoints, and what the nodes and images of such a cluster need. */
export const dev: EnvironmentSettings = {
  ...shippedDev,
  encryption: "customer-managed",
  network: {
    cidr: "10.10.0.0/16",
    availabilityZones: ["a", "c"],
    natGateways: "none",
    databaseSubnets: true,
    interfaceEndpoints: "cluster-private",
  },
  cluster: {
    ...shippedDev.cluster,
    access: {
      ...shippedDev.cluster.access,
      developers: [{ principalArn: role("Developer"), namespaces: ["team-*"] }],
    },
    sessionManagerAccess: true,
    workloads: { clusterAutoscaler: true, loadBalancerController: true },
    nodeGroups: {
      general: {
        instanceTypes: ["t3.large", "t3a.large"],
        capacityType: "SPOT",
        minSize: 1,
        desiredSize: 2,
        maxSize: 4,
      },
      batch: {
        instanceTypes: ["m6i.large"],
        minSize: 0,
        desiredSize: 1,
        maxSize: 3,
        autoscaled: true,
        labels: { team: "batch" },
        taints: [{ key: "dedicated", value: "batch", effect: "NO_SCHEDULE" }],
        diskSizeGiB: 60,
        availabilityZones: ["a"],
        releaseVersion: "latest",
      },
    },
    addonVersions: "latest",
  },
  repositories: {
    api: { forceDelete: true, keepTagged: [{ prefix: "v", count: 10 }], pullers: { accounts: ["210987654321"] } },
  },
  imageRegistry: {
    enhancedScanning: true,
    pullThroughCache: {
      quay: { upstream: "quay.io" },
      hub: {
        upstream: "registry-1.docker.io",
        credentialArn: `arn:aws:secretsmanager:ap-northeast-1:${account}:secret:ecr-pullthroughcache/hub-AbCdEf`,
      },
    },
    replicationRegions: ["us-west-2"],
  },
};

/** With NAT gateways, customer managed keys, workloads that need the internet, and a copy of the state. */
export const prod: EnvironmentSettings = {
  ...shippedProd,
  state: { encryption: "aws:kms", replicaRegion: "ap-northeast-3" },
  cluster: {
    ...shippedProd.cluster,
    deletionProtection: false,
    workloads: { karpenter: true, loadBalancerController: true, externalDns: { hostedZoneArns: [zone] } },
  },
  repositories: { api: { forceDelete: true, pushers: { roleArns: [role("Publisher")] } } },
};

export const environments: readonly EnvironmentSettings[] = [dev, prod];
