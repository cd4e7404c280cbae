import type { EnvironmentSettings } from "../../../src/settings/environment";
import type { OrganizationSettings } from "../../../src/settings/organization";

const [home, other] = ["210987654321", "345678901234"];
const role = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;

/** Every setting that adds resources, in accounts and regions other than the shipped ones. */
export const organization: OrganizationSettings = {
  name: "acme",
  stateBucketPrefix: "acme-terraform",
  region: "us-east-1",
  statePrincipals: { roles: ["ci/Deployer"], permissionSets: ["PlatformEngineer"] },
  stateAccess: {
    administrators: { roles: ["StateAdministrator"] },
    planners: { roles: ["ci/Planner"] },
    breakGlass: { roles: ["Emergency"] },
    trustedPrincipals: { writers: [role(home, "Runner")], planners: [role(home, "Runner")] },
    breakGlassNeedsMfa: false,
  },
  audit: {
    retentionDays: 30,
    retentionMode: "COMPLIANCE",
    logRetentionDays: 1,
    mailAddresses: ["ops@example.com"],
    slack: { workspaceId: "T0123ABCD", channelId: "C0123ABCD" },
  },
  stateKeyAlias: "alias/acme-state",
  bootstrap: { stateEnvironment: "live", stateKey: "bootstrap.tfstate", assumeRole: "Bootstrap" },
  tags: { Owner: "platform" },
};

/** All settings that reduce costs: AWS managed keys, logs for a day, a public endpoint, no NAT. */
const sandbox: EnvironmentSettings = {
  name: "sandbox",
  account: other,
  region: "eu-west-1",
  state: { encryption: "AES256", replicaRegion: "eu-central-1", principals: { roles: ["SandboxDeployer"] } },
  encryption: "aws-managed",
  network: {
    cidr: "10.1.0.0/16",
    availabilityZones: ["a", "b"],
    natGateways: "none",
    interfaceEndpoints: "cluster-private",
    databaseSubnets: true,
    flowLogRetentionDays: 1,
  },
  cluster: {
    version: "1.35",
    publicAccessCidrs: ["203.0.113.0/24", "198.51.100.0/24"],
    deletionProtection: false,
    logRetentionDays: 3,
    sessionManagerAccess: true,
    nodeGroups: {
      spot: { instanceTypes: ["t3.large"], capacityType: "SPOT", minSize: 0, desiredSize: 1, maxSize: 2 },
    },
    workloads: { karpenter: true },
  },
  repositories: { "team/api": { forceDelete: true, mutableTagPatterns: ["branch-*"] }, worker: {} },
};

/** All settings that add resources, with logs that are retained for less than a year. */
const test: EnvironmentSettings = {
  name: "test",
  account: home,
  region: "ap-northeast-1",
  network: {
    cidr: "10.2.0.0/16",
    natGateways: "single",
    interfaceEndpoints: ["sts", "logs"],
    flowLogRetentionDays: 90,
  },
  cluster: {
    version: "1.35",
    publicAccessCidrs: ["192.0.2.0/24"],
    logRetentionDays: 30,
    addonVersions: "latest",
    sessionManagerAccess: true,
    access: {
      administrators: [role(home, "Admin")],
      developers: [{ principalArn: role(home, "Developer"), namespaces: ["team-*"] }],
      viewers: [role(home, "Viewer")],
    },
    nodeGroups: {
      arm: { instanceTypes: ["m7g.large"], minSize: 1, desiredSize: 1, maxSize: 9, autoscaled: true },
      bottlerocket: {
        instanceTypes: ["m6i.large"],
        amiType: "BOTTLEROCKET_x86_64",
        minSize: 0,
        desiredSize: 0,
        maxSize: 1,
        taints: [{ key: "dedicated", value: "batch", effect: "NO_SCHEDULE" }],
      },
    },
    workloads: {
      karpenter: true,
      clusterAutoscaler: true,
      loadBalancerController: true,
      externalDns: { hostedZoneArns: ["arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ"] },
    },
  },
  repositories: {
    web: {
      keepTagged: [{ prefix: "v", count: 10 }],
      pullers: { accounts: [other], roleArns: [role(other, "ci/*")], organizationId: "o-a1b2c3d4e5" },
      pushers: { roleArns: [role(home, "ci/Builder")] },
    },
  },
  imageRegistry: {
    enhancedScanning: true,
    pullThroughCache: {
      k8s: { upstream: "registry.k8s.io" },
      hub: {
        upstream: "registry-1.docker.io",
        credentialArn: `arn:aws:secretsmanager:ap-northeast-1:${home}:secret:ecr-pullthroughcache/hub-AbCdEf`,
      },
    },
    replicationRegions: ["us-west-2"],
  },
};

/** Private, with logs retained for a year, in the organization's region, with copies of its state. */
const live: EnvironmentSettings = {
  name: "live",
  account: home,
  state: { replicaRegion: "us-west-2" },
  network: { cidr: "10.3.0.0/16", availabilityZones: ["a", "b", "c", "d"], flowLogRetentionDays: 365 },
  cluster: {
    version: "1.35",
    logRetentionDays: 400,
    nodeGroups: { general: { instanceTypes: ["m6i.large"], minSize: 3, desiredSize: 3, maxSize: 9 } },
  },
  repositories: { web: {} },
};

export const environments: readonly EnvironmentSettings[] = [sandbox, test, live];
