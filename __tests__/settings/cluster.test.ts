import { validateSettings } from "../../src/settings/validate";
import { environmentWith, faultsWith, organization, prod } from "./example-settings";

const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

describe("cluster settings", () => {
  test.each([["v1.35"], ["1.35.1"], ["1.5"], ["latest"], ["1.35 "], [1.35]])("refuse version %j", (version) => {
    expect(faultsWith({ "cluster.version": version })).toEqual([
      `prod.cluster.version: got ${JSON.stringify(version)}, allowed: a minor version in quotes such as "1.35"`,
    ]);
  });

  test.each([
    ["an empty list", [], ': got [], allowed: a list of at least 1 IPv4 ranges such as "198.51.100.0/24"'],
    [
      "the whole internet",
      ["0.0.0.0/0"],
      '[0]: got "0.0.0.0/0", allowed: a size from /8 to /32, never the whole internet',
    ],
    ["the whole internet of IPv6", ["::/0"], '[0]: got "::/0", allowed: an IPv4 range'],
    ["halves of the internet", ["0.0.0.0/1", "128.0.0.0/1"], '[0]: got "0.0.0.0/1", allowed: a size from /8'],
    [
      "host bits",
      ["198.51.100.7/24"],
      '[0]: got "198.51.100.7/24", allowed: the first address of the range: "198.51.100.0/24"',
    ],
    ["a bare address", ["198.51.100.7"], "allowed: an IPv4 range"],
    ["private addresses", ["10.0.0.0/16"], "allowed: public addresses"],
    [
      "a range twice",
      ["198.51.100.0/24", "198.51.100.0/24"],
      '[1]: got "198.51.100.0/24", allowed: each value only once',
    ],
  ])("refuse public access from %s", (_, publicAccessCidrs, line) => {
    const lines = faultsWith({ "cluster.publicAccessCidrs": publicAccessCidrs });
    expect(lines[0]).toContain(`prod.cluster.publicAccessCidrs`);
    expect(lines[0]).toContain(line);
  });

  test("refuse public access from more ranges than EKS allows", () => {
    const ranges = (count: number) => Array.from({ length: count }, (_, part) => `198.51.100.${part}/32`);
    expect(faultsWith({ "cluster.publicAccessCidrs": ranges(40) })).toEqual([]);
    expect(faultsWith({ "cluster.publicAccessCidrs": ranges(41) })).toEqual([
      expect.stringContaining("allowed: at most 40 ranges, the limit of EKS"),
    ]);
  });

  test("have only a private endpoint unless public access is configured", () => {
    const [environment] = validateSettings(organization, [prod]).environments;
    expect(environment?.cluster.publicAccessCidrs).toBeUndefined();
  });

  test.each([0, 100, 3.5])("refuse %j days of control plane logs", (days) => {
    expect(faultsWith({ "cluster.logRetentionDays": days })).toEqual([
      expect.stringContaining(`prod.cluster.logRetentionDays: got ${days}, allowed: one of 1, 3, 5, 7, `),
    ]);
  });

  test.each([
    ["the account root", "arn:aws:iam::123456789012:root"],
    ["a session", "arn:aws:sts::123456789012:assumed-role/Admin/me"],
    ["a service-linked role", role("aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS")],
    ["a group", "arn:aws:iam::123456789012:group/Admins"],
    ["a bare name", "PlatformAdministrator"],
  ])("refuse %s as administrator, viewer or developer", (_, arn) => {
    const allowed = "ARN of an IAM role or user such as";
    expect(
      faultsWith({
        "cluster.access": {
          administrators: [arn],
          viewers: [arn],
          developers: [{ principalArn: arn, namespaces: ["team-a"] }],
        },
      }),
    ).toEqual([
      expect.stringContaining(`prod.cluster.access.administrators[0]: got "${arn}", allowed: ${allowed}`),
      expect.stringContaining(`prod.cluster.access.developers[0].principalArn: got "${arn}", allowed: ${allowed}`),
      expect.stringContaining(`prod.cluster.access.viewers[0]: got "${arn}", allowed: ${allowed}`),
    ]);
  });

  test("refuse a principal twice in one list, but not in several lists", () => {
    const developer = { principalArn: role("Developer"), namespaces: ["team-a"] };
    expect(faultsWith({ "cluster.access": { viewers: [role("Developer")], developers: [developer] } })).toEqual([]);
    expect(
      faultsWith({
        "cluster.access": { viewers: [role("A"), role("A")], developers: [developer, developer] },
      }),
    ).toEqual([
      expect.stringContaining("access.developers[1].principalArn: got "),
      expect.stringContaining("access.viewers[1]: got "),
    ]);
  });

  test.each([
    ["no namespace", [], "developers[0].namespaces: got [], allowed: a list of at least 1 namespaces"],
    ["every namespace", ["*"], 'namespaces[0]: got "*", allowed: a namespace or a pattern'],
    ["a malformed namespace", ["Team_A"], 'namespaces[0]: got "Team_A", allowed: a namespace'],
    ["a long namespace", ["n".repeat(64)], "namespaces[0]: got "],
  ])("refuse developers with %s", (_, namespaces, line) => {
    const developers = [{ principalArn: role("Developer"), namespaces }];
    expect(faultsWith({ "cluster.access": { developers } })).toEqual([expect.stringContaining(line)]);
  });

  test.each([
    [
      "an unknown add-on",
      { corednss: "v1.12.4-eksbuild.1" },
      'addonVersions.corednss: got the name "corednss", allowed: one of eks-pod-identity-agent, ',
    ],
    [
      "a malformed version",
      { coredns: "1.12.4" },
      'addonVersions.coredns: got "1.12.4", allowed: "latest", "default" or a version such as',
    ],
    ["another word", "newest", 'addonVersions: got "newest", allowed: "latest", "default" or versions by add-on'],
  ])("refuse add-on versions with %s", (_, addonVersions, line) => {
    expect(faultsWith({ "cluster.addonVersions": addonVersions })).toEqual([expect.stringContaining(line)]);
  });

  test.each([["latest"], ["default"], [{ coredns: "v1.12.4-eksbuild.1", "vpc-cni": "latest" }]])(
    "take add-on versions %j",
    (addonVersions) => {
      expect(faultsWith({ "cluster.addonVersions": addonVersions })).toEqual([]);
    },
  );

  test("refuse external-dns without a hosted zone, or with another value in its place", () => {
    expect(faultsWith({ "cluster.workloads.externalDns": { hostedZoneArns: [] } })).toEqual([
      expect.stringContaining("externalDns.hostedZoneArns: got [], allowed: a list of at least 1 ARNs of hosted zones"),
    ]);
    expect(faultsWith({ "cluster.workloads.externalDns": { hostedZoneArns: ["Z0123456789"] } })).toEqual([
      expect.stringContaining('hostedZoneArns[0]: got "Z0123456789", allowed: ARN of a hosted zone'),
    ]);
  });

  test("refuse a cluster autoscaler with no node group to scale", () => {
    const settings = { "cluster.workloads.clusterAutoscaler": true };
    expect(faultsWith(settings)).toEqual([
      "prod.cluster.workloads.clusterAutoscaler: got true, allowed: false, unless at least one node group is autoscaled",
    ]);
    expect(faultsWith({ ...settings, "cluster.nodeGroups.general.autoscaled": true })).toEqual([]);
  });

  test("warn about an autoscaled node group that nothing scales", () => {
    const environment = environmentWith({
      "cluster.nodeGroups.general.autoscaled": true,
      "cluster.access.administrators": [role("Admin")],
    });
    expect(validateSettings(organization, [environment]).warnings).toEqual([
      expect.stringMatching(
        /^prod\.cluster\.nodeGroups\.general\.autoscaled: the cluster autoscaler has no permissions/,
      ),
    ]);
  });
});
