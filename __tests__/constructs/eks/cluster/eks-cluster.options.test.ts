import { App, TerraformStack, Token } from "cdktf";
import { EksCluster, type EksClusterProps } from "../../../../src/constructs/eks/cluster/eks-cluster";
import { change, faultsWith, prod } from "../../../settings/example-settings";
import { optionFaults } from "../../../support/option-faults";
import { synthesizeCluster, systemGroup } from "./cluster-fixture";

/** The network of the settings' example. */
const network = { cidr: prod.network.cidr, availabilityZones: ["a", "c", "d"] };

const general = "nodeGroups.general";

/** The options of the settings' example with some changed, given to the construct itself. */
function faultsOfConstruct(changes: Readonly<Record<string, unknown>>): string[] {
  return optionFaults(() => synthesizeCluster(change(prod.cluster, changes), network));
}

describe("EksCluster refuses the same options as the settings, with the same path, value and allowed values:", () => {
  test.each<[string, Readonly<Record<string, unknown>>]>([
    ["version", { version: "v1.35" }],
    ["version", { version: null }],
    ["publicAccessCidrs", { publicAccessCidrs: ["0.0.0.0/0", "10.0.0.0/8"] }],
    ["publicAccessCidrs", { publicAccessCidrs: null }],
    ["deletionProtection", { deletionProtection: null }],
    ["logRetentionDays", { logRetentionDays: 100 }],
    ["access", { access: null }],
    ["access", { access: { administrators: ["arn:aws:iam::123456789012:root"], owners: [] } }],
    ["access", { "access.developers": [{ principalArn: "arn:aws:iam::123456789012:role/Dev", namespaces: [] }] }],
    ["addonVersions", { addonVersions: { coredns: "1.12.1", "core-dns": "latest" } }],
    ["nodeGroups", { nodeGroups: {} }],
    ["nodeGroups", { nodeGroups: null }],
    ["nodeGroups", { [general]: null }],
    ["nodeGroups", { "nodeGroups.Workers": prod.cluster.nodeGroups.general }],
    ["instanceTypes", { [`${general}.instanceTypes`]: ["m6i.large", "m7g.large"] }],
    ["amiType", { [`${general}.amiType`]: "BOTTLEROCKET_ARM_64" }],
    ["sizes", { [`${general}.minSize`]: 5, [`${general}.diskSizeGiB`]: 19 }],
    ["maxSize", { [`${general}.maxSize`]: 500 }],
    ["availabilityZones", { [`${general}.availabilityZones`]: ["a", "b"] }],
    ["labels", { [`${general}.labels`]: { "kubernetes.io/role": "node" } }],
    ["taints", { [`${general}.taints`]: [{ key: "gpu", effect: "NoSchedule" }] }],
    ["releaseVersion", { [`${general}.releaseVersion`]: "1.34.2-20260318" }],
    [
      "releaseVersion",
      { [`${general}.amiType`]: "BOTTLEROCKET_x86_64", [`${general}.releaseVersion`]: "1.49.0-20250904" },
    ],
  ])("%s %j", (_, changes) => {
    const inSettings = Object.fromEntries(Object.entries(changes).map(([key, value]) => [`cluster.${key}`, value]));
    const lines = faultsOfConstruct(changes).map((line) => `prod.cluster.${line}`);
    expect(lines).not.toEqual([]);
    expect(lines).toEqual(faultsWith(inSettings));
  });
});

describe("EksCluster", () => {
  test("names the option, its value and what is allowed in one message", () => {
    const nodeGroups = { workers: { ...systemGroup, diskSizeGiB: 19 } };
    expect(() => synthesizeCluster({ nodeGroups })).toThrow(
      '1 invalid option of EksCluster "test/cluster"\n' +
        "  nodeGroups.workers.diskSizeGiB: got 19, allowed: a whole number from 20 to 16384",
    );
  });

  test.each(["-platform", "Platform", "platform_dev", "platform--dev"])("refuses the name %s", (name) => {
    expect(optionFaults(() => synthesizeCluster({ name }))).toEqual([
      `name: got "${name}", allowed: lowercase letters, digits and single hyphens, beginning with a letter`,
    ]);
  });

  test("refuses a name with which the names of roles would be too long", () => {
    expect(optionFaults(() => synthesizeCluster({ name: "p".repeat(37) }, { name: "platform" }))).toEqual([
      `name: got "${"p".repeat(37)}", allowed: at most 36 characters, since the names of IAM roles add up to 28 and can have 64`,
    ]);
  });

  test("refuses a principal whose ARN is a reference, since it is part of the access entry's address", () => {
    const administrators = [Token.asString({ resolve: () => "arn:aws:iam::123456789012:role/Admin" })];
    expect(optionFaults(() => synthesizeCluster({ access: { administrators } }))).toEqual([
      expect.stringMatching(/^access\.administrators\[0\]: got .*, allowed: not a reference to another resource$/),
    ]);
  });

  test("reports what is missing when its props are of no cluster at all", () => {
    const props = { nodeGroups: null } as unknown as EksClusterProps;
    expect(optionFaults(() => new EksCluster(new TerraformStack(new App(), "test"), "c", props))).toEqual([
      'version: got nothing, allowed: a minor version in quotes such as "1.35"',
      "nodeGroups: got null, allowed: settings by name",
      "name: got nothing, allowed: lowercase letters, digits and single hyphens, beginning with a letter",
      'region: got nothing, allowed: a region such as "ap-northeast-1"',
      "accountId: got nothing, allowed: 12 digits in quotes",
      "vpc: got nothing, allowed: a VPC and its subnets",
    ]);
  });
});
