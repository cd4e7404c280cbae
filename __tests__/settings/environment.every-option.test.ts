import { type App, type TerraformStack, Testing } from "cdktf";
import { type EnvironmentSettings, environmentSchema } from "../../src/settings/environment";
import { type OrganizationSettings, organizationSchema } from "../../src/settings/organization";
import { validateSettings } from "../../src/settings/validate";
import { bootstrapAccounts } from "../../src/stacks/bootstrap-accounts";
import { BootstrapStack } from "../../src/stacks/bootstrap-stack";
import { EnvironmentStack } from "../../src/stacks/environment-stack";
import { awsTarget } from "../../src/target/emulator";
import { pathsOf } from "../support/schema-paths";
import { change, organization as leastOrganization, prod as leastProd } from "./example-settings";

const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const secret = (name: string) =>
  `arn:aws:secretsmanager:ap-northeast-1:210987654321:secret:ecr-pullthroughcache/${name}-Ab1Cd2`;

/** Settings in which each option can be changed alone. */
const organization: OrganizationSettings = {
  ...leastOrganization,
  audit: { slack: { workspaceId: "T0123ABCD", channelId: "C0123ABCD" } },
  bootstrap: {
    ...leastOrganization.bootstrap,
    retired: [
      { name: "old", account: "123456789012" },
      { name: "older", account: "210987654321" },
    ],
  },
};

const prod = change(leastProd, { "network.availabilityZones": ["a", "c"] });

/** In another account, without the bootstrap's own state. */
const dev: EnvironmentSettings = {
  ...prod,
  name: "dev",
  account: "210987654321",
  network: { cidr: "10.10.0.0/16", availabilityZones: ["a", "c"] },
  cluster: {
    ...prod.cluster,
    access: { developers: [{ principalArn: role("Developer"), namespaces: ["team-a"] }] },
    nodeGroups: {
      ...prod.cluster.nodeGroups,
      batch: {
        instanceTypes: ["m6i.large"],
        minSize: 0,
        desiredSize: 1,
        maxSize: 3,
        autoscaled: true,
        taints: [{ key: "dedicated", value: "batch", effect: "NO_SCHEDULE" }],
      },
    },
  },
  repositories: { api: { keepTagged: [{ prefix: "v", count: 10 }] } },
  imageRegistry: { pullThroughCache: { hub: { upstream: "ghcr.io", credentialArn: secret("hub") } } },
};

/** The same without the secret, which is in the account and region of the registry. */
const devWithoutSecret = change(dev, { "imageRegistry.pullThroughCache.hub": { upstream: "quay.io" } });

/** The environment in which an option can be changed alone. */
const devFor = (path: string) => (["account", "region"].includes(path) ? devWithoutSecret : dev);

/** Another value for each option of the organization. */
const organizationChanges: Readonly<Record<string, unknown>> = {
  name: "acme",
  stateBucketPrefix: "acme-state",
  region: "us-west-2",
  "statePrincipals.roles": ["Deployer"],
  "statePrincipals.users": ["deployer"],
  "statePrincipals.permissionSets": ["Deployers"],
  "stateAccess.administrators.roles": ["Administrator"],
  "stateAccess.administrators.users": ["administrator"],
  "stateAccess.administrators.permissionSets": ["Administrators"],
  "stateAccess.planners.roles": ["Planner"],
  "stateAccess.planners.users": ["planner"],
  "stateAccess.planners.permissionSets": ["Planners"],
  "stateAccess.breakGlass.roles": ["Emergency"],
  "stateAccess.breakGlass.users": ["emergency"],
  "stateAccess.breakGlass.permissionSets": ["Emergency"],
  "stateAccess.createRoles": ["planners"],
  "stateAccess.trustedPrincipals.writers": [role("Runner")],
  "stateAccess.trustedPrincipals.planners": [role("Runner")],
  "stateAccess.trustedPrincipals.breakGlass": ["arn:aws:iam::123456789012:user/emergency"],
  "stateAccess.breakGlassNeedsMfa": false,
  "audit.retentionDays": 30,
  "audit.retentionMode": "COMPLIANCE",
  "audit.logRetentionDays": 30,
  "audit.mailAddresses": ["ops@example.com"],
  "audit.slack.workspaceId": "T9876ZYXW",
  "audit.slack.channelId": "C9876ZYXW",
  "audit.identityAlerts": false,
  stateKeyAlias: "alias/acme-state",
  "bootstrap.stateEnvironment": "dev",
  "bootstrap.stateKey": "bootstrap.tfstate",
  "bootstrap.assumeRole": "Bootstrap",
  "bootstrap.furtherStateEnvironments": ["older"],
  "bootstrap.retired[].name": "former",
  "bootstrap.retired[].account": "210987654321",
  "bootstrap.retired[].region": "us-west-2",
  "bootstrap.retired[].state.key": "old.tfstate",
  "bootstrap.retired[].state.encryption": "AES256",
  "bootstrap.retired[].state.principals.roles": ["OldDeployer"],
  "bootstrap.retired[].state.principals.users": ["old-deployer"],
  "bootstrap.retired[].state.principals.permissionSets": ["OldDeployers"],
  "bootstrap.retired[].state.planners.roles": ["OldPlanner"],
  "bootstrap.retired[].state.planners.users": ["old-planner"],
  "bootstrap.retired[].state.planners.permissionSets": ["OldPlanners"],
  "bootstrap.retired[].state.replicaRegion": "ap-northeast-3",
  "bootstrap.retired[].release": true,
  tags: { Owner: "platform" },
  terraformVersion: "~> 1.12.0",
};

/** Another value for each option of an environment. */
const environmentChanges: Readonly<Record<string, unknown>> = {
  name: "staging",
  account: "111111111111",
  region: "us-west-2",
  tags: { Owner: "platform" },
  "state.key": "dev.tfstate",
  "state.encryption": "AES256",
  "state.principals.roles": ["DevDeployer"],
  "state.principals.users": ["dev-deployer"],
  "state.principals.permissionSets": ["DevDeployers"],
  "state.planners.roles": ["DevPlanner"],
  "state.planners.users": ["dev-planner"],
  "state.planners.permissionSets": ["DevPlanners"],
  "state.replicaRegion": "ap-northeast-3",
  encryption: "aws-managed",
  "network.cidr": "10.30.0.0/16",
  "network.availabilityZones": ["a", "c", "d"],
  "network.natGateways": "single",
  "network.databaseSubnets": true,
  "network.interfaceEndpoints": ["sts"],
  "network.flowLogRetentionDays": 30,
  "cluster.version": "1.34",
  "cluster.publicAccessCidrs": ["198.51.100.0/24"],
  "cluster.deletionProtection": false,
  "cluster.logRetentionDays": 30,
  "cluster.access.administrators": [role("Administrator")],
  "cluster.access.developers[].principalArn": role("Engineer"),
  "cluster.access.developers[].namespaces": ["team-b"],
  "cluster.access.viewers": [role("Viewer")],
  "cluster.nodeGroups.<name>.instanceTypes": ["m6a.large"],
  "cluster.nodeGroups.<name>.capacityType": "SPOT",
  "cluster.nodeGroups.<name>.amiType": "BOTTLEROCKET_x86_64",
  "cluster.nodeGroups.<name>.minSize": 1,
  "cluster.nodeGroups.<name>.desiredSize": 2,
  "cluster.nodeGroups.<name>.maxSize": 4,
  "cluster.nodeGroups.<name>.autoscaled": false,
  "cluster.nodeGroups.<name>.diskSizeGiB": 60,
  "cluster.nodeGroups.<name>.labels": { team: "a" },
  "cluster.nodeGroups.<name>.taints[].key": "team",
  "cluster.nodeGroups.<name>.taints[].value": "other",
  "cluster.nodeGroups.<name>.taints[].effect": "NO_EXECUTE",
  "cluster.nodeGroups.<name>.availabilityZones": ["a"],
  "cluster.nodeGroups.<name>.releaseVersion": "latest",
  "cluster.nodeGroups.<name>.maxUnavailablePercentage": 50,
  "cluster.nodeGroups.<name>.nodeRepair": false,
  "cluster.addonVersions": "latest",
  "cluster.workloads.karpenter": true,
  "cluster.workloads.clusterAutoscaler": true,
  "cluster.workloads.loadBalancerController": true,
  "cluster.workloads.externalDns.hostedZoneArns": ["arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ"],
  "cluster.sessionManagerAccess": true,
  "repositories.<name>.keepTagged[].prefix": "release-",
  "repositories.<name>.keepTagged[].count": 20,
  "repositories.<name>.untaggedRetentionDays": 7,
  "repositories.<name>.mutableTagPatterns": ["latest"],
  "repositories.<name>.forceDelete": true,
  "repositories.<name>.pullers.accounts": ["111111111111"],
  "repositories.<name>.pullers.roleArns": [role("Puller")],
  "repositories.<name>.pullers.organizationId": "o-a1b2c3d4e5",
  "repositories.<name>.pushers.accounts": ["111111111111"],
  "repositories.<name>.pushers.roleArns": [role("Pusher")],
  "repositories.<name>.pushers.organizationId": "o-a1b2c3d4e5",
  "imageRegistry.enhancedScanning": true,
  "imageRegistry.pullThroughCache.<name>.upstream": "registry.gitlab.com",
  "imageRegistry.pullThroughCache.<name>.credentialArn": secret("other"),
  "imageRegistry.replicationRegions": ["us-west-2"],
};

const names: Readonly<Record<string, string>> = { nodeGroups: "batch", repositories: "api", pullThroughCache: "hub" };

/** A path in the settings above. */
function inSettings(path: string): string {
  return path
    .replaceAll("[]", ".0")
    .replace(/(\w+)\.<name>/, (_, record: string) => `${record}.${names[record] ?? ""}`);
}

function leavesOf(paths: readonly string[]): string[] {
  return paths.filter((path) => !paths.some((other) => other.startsWith(`${path}.`) || other.startsWith(`${path}[]`)));
}

/** The stacks by name, as functions, since most options need only one of them. */
function stacksOf(shared: OrganizationSettings, environments: readonly EnvironmentSettings[]) {
  const settings = validateSettings(shared, environments);
  const { organization } = settings;
  const target = awsTarget;
  const json = (build: (app: App) => TerraformStack) => () => JSON.stringify(build(Testing.app()).toTerraform());
  return new Map([
    ...bootstrapAccounts(settings).map(({ accountId, stack }) => {
      return [stack, json((app) => new BootstrapStack(app, stack, { settings, accountId, target }))] as const;
    }),
    ...settings.environments.map((environment) => {
      const { name } = environment;
      return [name, json((app) => new EnvironmentStack(app, name, { organization, environment, target }))] as const;
    }),
  ]);
}

const synthesized = (environments: readonly EnvironmentSettings[]) =>
  new Map([...stacksOf(organization, environments)].map(([name, synthesize]) => [name, synthesize()]));

const before = new Map([dev, devWithoutSecret].map((environment) => [environment, synthesized([environment, prod])]));

/** Whether a stack differs from those of `path`. The stack that most often does is compared first. */
function changesStacks(path: string, first: string, shared: OrganizationSettings, changed: EnvironmentSettings) {
  const after = [...stacksOf(shared, [changed, prod])].sort(([one], [other]) => {
    return Number(other === first) - Number(one === first);
  });
  return after.some(([name, synthesize]) => synthesize() !== before.get(devFor(path))?.get(name));
}

describe("each option is read:", () => {
  test("this test has a value for every option", () => {
    expect(Object.keys(organizationChanges).sort()).toEqual(leavesOf(pathsOf(organizationSchema)).sort());
    expect(Object.keys(environmentChanges).sort()).toEqual(leavesOf(pathsOf(environmentSchema)).sort());
  });

  test("the settings themselves change nothing", () => {
    for (const path of ["region", "encryption"]) {
      expect(changesStacks(path, "bootstrap", organization, devFor(path))).toBe(false);
    }
  });

  test.each(Object.entries(organizationChanges))("organization.%s %j", (path, value) => {
    const changed = change(organization, { [inSettings(path)]: value });
    expect(changesStacks(path, "bootstrap", changed, devFor(path))).toBe(true);
  });

  test.each(Object.entries(environmentChanges))("%s %j", (path, value) => {
    const first = path.startsWith("state.") ? `bootstrap-${dev.account}` : "dev";
    const changed = change(devFor(path), { [inSettings(path)]: value });
    expect(changesStacks(path, first, organization, changed)).toBe(true);
  });
});
