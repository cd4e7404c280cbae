import { SettingsError, validateSettings } from "../../src/settings/validate";
import { change, dev, environmentWith, faultsOf, faultsWith, organization, prod } from "./example-settings";

const messageOf = (environments: unknown, organizationSettings: unknown = organization): string => {
  try {
    validateSettings(organizationSettings as never, environments as never);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
  }
  throw new Error("expected faults");
};

describe("validateSettings", () => {
  test("applies every default to settings that set only what is required", () => {
    expect(validateSettings(organization, [prod])).toEqual({
      organization: {
        ...organization,
        statePrincipals: { roles: ["TerraformExecutionRole"], users: ["terraform-user"], permissionSets: [] },
        stateAccess: expect.any(Object) as unknown,
        audit: expect.any(Object) as unknown,
        stateKeyAlias: "alias/terraform-state",
        bootstrap: {
          stateEnvironment: "prod",
          stateKey: "bootstrap/terraform.tfstate",
          assumeRole: "OrganizationAccountAccessRole",
          furtherStateEnvironments: [],
          retired: [],
        },
        tags: {},
        terraformVersion: "~> 1.13.5",
      },
      environments: [
        {
          name: "prod",
          account: "123456789012",
          region: "ap-northeast-1",
          tags: {},
          state: { key: "eks-cluster/terraform.tfstate", encryption: "aws:kms" },
          encryption: "customer-managed",
          network: {
            cidr: "10.20.0.0/16",
            availabilityZones: ["a", "c", "d"],
            natGateways: "one-per-az",
            databaseSubnets: false,
            interfaceEndpoints: "none",
            flowLogRetentionDays: 90,
          },
          cluster: {
            version: "1.35",
            deletionProtection: true,
            logRetentionDays: 90,
            access: { administrators: [], developers: [], viewers: [] },
            nodeGroups: {
              general: {
                instanceTypes: ["m6i.large"],
                capacityType: "ON_DEMAND",
                minSize: 1,
                desiredSize: 2,
                maxSize: 3,
                autoscaled: false,
                diskSizeGiB: 50,
                labels: {},
                taints: [],
                releaseVersion: "at-creation",
                maxUnavailablePercentage: 33,
                nodeRepair: true,
              },
            },
            addonVersions: "default",
            workloads: { karpenter: false, clusterAutoscaler: false, loadBalancerController: false },
            sessionManagerAccess: false,
          },
          repositories: {},
        },
      ],
      warnings: [
        expect.stringContaining("organization.stateAccess.administrators: terraform-user also writes the state"),
        expect.stringContaining("prod.cluster.access.administrators: no principal administers the cluster"),
      ],
    });
  });

  test("applies the defaults of a repository", () => {
    const { environments } = validateSettings(organization, [environmentWith({ "repositories.api": {} })]);
    expect(environments[0]?.repositories).toEqual({
      api: { keepTagged: [], untaggedRetentionDays: 14, mutableTagPatterns: [], forceDelete: false },
    });
  });

  test("keeps an environment's value instead of a default", () => {
    const tokyo = environmentWith({ region: "eu-central-1", "network.availabilityZones": ["a", "b"] });
    expect(validateSettings(organization, [tokyo]).environments[0]).toMatchObject({
      region: "eu-central-1",
      network: { availabilityZones: ["a", "b"] },
    });
  });

  test("lists every invalid setting of organization and environments, below a line with their number and files", () => {
    const faulty = [
      change(dev, { account: "12", "cluster.nodeGroups.general.minSize": 3 }),
      change(prod, { "network.cidr": "10.20.1.0/16", "repositories.Web": {} }),
    ];
    expect(messageOf(faulty, change(organization, { region: "Tokyo" }))).toBe(
      [
        "5 invalid settings in environments/dev.ts, environments/organization.ts, environments/prod.ts",
        '  organization.region: got "Tokyo", allowed: a region such as "ap-northeast-1"',
        '  dev.account: got "12", allowed: 12 digits in quotes',
        "  dev.cluster.nodeGroups.general.desiredSize: got 2, allowed: at least minSize, which is 3",
        '  prod.network.cidr: got "10.20.1.0/16", allowed: the first address of the range: "10.20.0.0/16"',
        '  prod.repositories.Web: got the name "Web", allowed: lowercase letters and digits with single separators ".", "_", "-" or "/" between them',
      ].join("\n"),
    );
  });

  test("counts a single invalid setting in the singular", () => {
    expect(messageOf([environmentWith({ account: "12" })]).split("\n")[0]).toBe(
      "1 invalid setting in environments/prod.ts",
    );
  });

  test("reports conflicts between environments along with an invalid setting of one of them", () => {
    const overlapping = change(dev, { account: "12", "network.cidr": "10.20.128.0/17" });
    expect(faultsOf([overlapping, prod])).toEqual([
      expect.stringContaining("dev.account: "),
      expect.stringContaining("prod.network.cidr: "),
    ]);
  });

  test("reports conflicts between sections of an environment along with an invalid setting of another section", () => {
    expect(faultsWith({ account: "12", "cluster.nodeGroups.general.availabilityZones": ["b"] })).toEqual([
      expect.stringContaining("prod.account: "),
      expect.stringContaining("prod.cluster.nodeGroups.general.availabilityZones[0]: "),
    ]);
  });

  test("reports conflicts between fields along with an invalid field of the same section", () => {
    const overlapping = change(prod, { "network.cidr": "10.10.0.0/16", "network.availabilityZones": ["a"] });
    expect(faultsOf([dev, overlapping])).toEqual([
      expect.stringContaining('prod.network.availabilityZones: got ["a"], allowed: a list of at least 2'),
      expect.stringContaining('prod.network.cidr: got "10.10.0.0/16", allowed: a range that does not overlap dev\'s'),
    ]);
  });

  test.each([
    [
      "zones without room",
      { "network.cidr": "10.20.0.0/24", "network.availabilityZones": ["b", "d"], "network.natGateways": "two" },
      "prod.network.availabilityZones: ",
    ],
    [
      "nodes outside the network, beside a faulty node group",
      {
        "cluster.nodeGroups.general.availabilityZones": ["b"],
        "cluster.nodeGroups.batch": { instanceTypes: ["m6i.large"], minSize: -1, desiredSize: 1, maxSize: 1 },
      },
      "prod.cluster.nodeGroups.general.availabilityZones[0]: ",
    ],
    [
      "nodes that are cut off",
      { "network.natGateways": "none", "network.cidr": "all" },
      "prod.network.interfaceEndpoints: ",
    ],
    [
      "zones without a default",
      { region: "eu-central-1", "network.cidr": "all" },
      "prod.network.availabilityZones: got nothing",
    ],
    [
      "add-ons without nodes",
      {
        "cluster.version": "latest",
        "cluster.nodeGroups.general.minSize": 0,
        "cluster.nodeGroups.general.desiredSize": 0,
      },
      "prod.cluster.nodeGroups: ",
    ],
    [
      "an autoscaler without groups",
      { "cluster.version": "latest", "cluster.workloads.clusterAutoscaler": true },
      "prod.cluster.workloads.clusterAutoscaler: ",
    ],
    [
      "sizes out of order",
      { "cluster.nodeGroups.general.minSize": 3, "cluster.nodeGroups.general.capacityType": "CHEAP" },
      "prod.cluster.nodeGroups.general.desiredSize: ",
    ],
    ["a replica in place", { "state.replicaRegion": "ap-northeast-1", "state.key": "/" }, "prod.state.replicaRegion: "],
  ])("reports %s along with another invalid field", (_, changes, line) => {
    expect(faultsWith(changes)).toContainEqual(expect.stringContaining(line));
  });

  test("reports a principal in break-glass and elsewhere along with another invalid field", () => {
    const stateAccess = { breakGlass: { roles: ["TerraformExecutionRole"] }, breakGlassNeedsMfa: "yes" };
    expect(faultsOf([prod], change(organization, { stateAccess }))).toEqual([
      expect.stringContaining("organization.stateAccess.breakGlassNeedsMfa: "),
      expect.stringContaining("organization.stateAccess.breakGlass.roles[0]: "),
    ]);
  });

  test("reports invalid settings under an invalid name", () => {
    const nodeGroup = { instanceTypes: ["m6i.large"], minSize: -1, desiredSize: 1, maxSize: 1 };
    expect(faultsWith({ "cluster.nodeGroups.My Group": nodeGroup })).toEqual([
      'prod.cluster.nodeGroups["My Group"].minSize: got -1, allowed: a whole number, 0 or more',
      'prod.cluster.nodeGroups["My Group"]: got the name "My Group", allowed: 1 to 36 lowercase letters, digits and "-", beginning with a letter',
    ]);
  });

  test.each([
    [
      "a missing setting",
      { "network.cidr": undefined },
      'network.cidr: got nothing, allowed: an IPv4 range such as "10.10.0.0/16"',
    ],
    [
      "a missing section",
      { network: undefined },
      "network: got nothing, allowed: { cidr, availabilityZones, natGateways, databaseSubnets, interfaceEndpoints, flowLogRetentionDays }",
    ],
    [
      "a wrong type",
      { "network.databaseSubnets": "yes" },
      'network.databaseSubnets: got "yes", allowed: true or false',
    ],
    [
      "an unknown word",
      { encryption: "kms" },
      'encryption: got "kms", allowed: one of "aws-managed", "customer-managed"',
    ],
    ["null", { encryption: null }, 'encryption: got null, allowed: one of "aws-managed", "customer-managed"'],
    [
      "a map in place of a list",
      { "cluster.nodeGroups.general.taints": {} },
      "cluster.nodeGroups.general.taints: got {}, allowed: a list",
    ],
    ["a list in place of a map", { repositories: ["api"] }, 'repositories: got ["api"], allowed: settings by name'],
    ["a function", { "state.key": () => "key" }, "state.key: got a function, allowed: a path such as"],
    [
      "none of two forms",
      { "cluster.addonVersions": 1 },
      'cluster.addonVersions: got 1, allowed: "latest", "default" or versions by add-on',
    ],
  ])("reports %s with its path, the value and what is allowed", (_, changes, line) => {
    // Functions cannot be cloned, so the value is inserted last.
    expect(faultsWith(changes)).toEqual([expect.stringContaining(`prod.${line}`)]);
  });

  test("shows the beginning of a long value", () => {
    expect(faultsWith({ name: "x".repeat(300).toUpperCase() })[0]?.length).toBeLessThan(600);
  });

  test.each([
    ["network.natGateway", "natGateways"],
    ["network.avaliabilityZones", "availabilityZones"],
    ["cluster.nodegroups", "nodeGroups"],
    ["cluster.workload", "workloads"],
    ["cluster.nodeGroups.general.diskSize", "diskSizeGiB"],
  ])("refuses the unknown setting %s and suggests %s", (path, suggestion) => {
    const [line] = faultsWith({ [path]: "any" });
    expect(line).toMatch(`prod.${path}: got an unknown setting, allowed: one of `);
    expect(line).toMatch(`; did you mean "${suggestion}"?`);
  });

  test("refuses an unknown setting unlike any other without a suggestion", () => {
    expect(faultsWith({ "network.xyz": 1 })[0]).toMatch(/^prod\.network\.xyz: got an unknown setting, .*Days$/);
  });

  test("refuses an empty list of environments", () => {
    expect(faultsOf([])).toEqual(["environments: got [], allowed: at least one environment"]);
  });

  test("does not request one of an empty list of names", () => {
    expect(faultsWith({ name: "Prod" })).toEqual([expect.stringContaining("Prod.name: ")]);
  });

  test("identifies an environment without a name by its position in the list", () => {
    expect(messageOf([prod, undefined])).toMatch(
      /environments\/index\.ts\n {2}environments\[1\]: got nothing, allowed: \{ name, account, /,
    );
  });

  test("accepts a third environment", () => {
    const staging = change(prod, { name: "staging", region: "us-west-2", "network.cidr": "10.30.0.0/20" });
    const zones = { "network.availabilityZones": ["a", "b"] };
    const { environments } = validateSettings(organization, [dev, prod, change(staging, zones)]);
    expect(environments.map(({ name, region }) => [name, region])).toEqual([
      ["dev", "ap-northeast-1"],
      ["prod", "ap-northeast-1"],
      ["staging", "us-west-2"],
    ]);
  });
});
