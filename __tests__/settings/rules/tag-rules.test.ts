import { validateSettings } from "../../../src/settings/validate";
import { change, dev, environmentWith, faultsOf, faultsWith, organization, prod } from "../example-settings";

const many = (count: number, prefix: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, position) => [`${prefix}-${position}`, "v"]));

describe("tags are refused", () => {
  test.each([
    ["Environment", "Environment"],
    ["environment", "Environment"],
    ["Name", "Name"],
    ["NAME", "Name"],
  ])("under %s, like the stack's own %s", (key, builtIn) => {
    const line = `tags.${key}: got the name "${key}", allowed: a key other than ${builtIn}, which the stack itself sets`;
    expect(faultsWith({ [`tags.${key}`]: "v" })).toEqual([`prod.${line}`]);
    expect(faultsOf([prod], change(organization, { [`tags.${key}`]: "v" }))).toEqual([`organization.${line}`]);
  });

  test("under two keys of one environment that differ only in letter case", () => {
    expect(faultsWith({ tags: { owner: "a", "cost-center": "1", Owner: "b" } })).toEqual([
      'prod.tags.Owner: got the name "Owner", allowed: a key that differs from "owner" in more than letter case, which IAM ignores',
    ]);
  });

  test("under two keys of the organization, or of the organization and an environment", () => {
    const shared = change(organization, { tags: { Team: "a", TEAM: "b" } });
    expect(faultsOf([prod], shared)).toEqual([expect.stringContaining('organization.tags.TEAM: got the name "TEAM"')]);
    expect(
      faultsOf([change(dev, { tags: { team: "c" } }), prod], change(organization, { tags: { Team: "a" } })),
    ).toEqual([expect.stringContaining('dev.tags.team: got the name "team", allowed: a key that differs from "Team"')]);
  });

  test.each([
    "kubernetes.io/cluster/platform-prod",
    "kubernetes.io/role/elb",
    "karpenter.sh/discovery",
    "karpenter.k8s.aws/cluster",
    "elbv2.k8s.aws/cluster",
    "service.k8s.aws/stack",
    "K8s.io/cluster-autoscaler/enabled",
    "ebs.csi.aws.com/cluster",
    "node.k8s.amazonaws.com/no_manage",
    "eks:cluster-name",
    "KubernetesCluster",
  ])("under %s, which a controller reads", (key) => {
    expect(faultsWith({ tags: { [key]: "owned" } })).toEqual([
      expect.stringContaining(`got the name "${key}", allowed: a key that no controller of a cluster reads`),
    ]);
  });

  test.each(["aws:cloudformation", "AWS:", "Aws:owned"])("with the value %s, whose prefix EKS reserves", (value) => {
    expect(faultsWith({ "tags.owner": value })).toEqual([
      `prod.tags.owner: got "${value}", allowed: 1 to 256 letters, digits, spaces and _.:/=+-@, not beginning with aws:`,
    ]);
    expect(faultsWith({ "tags.owner": `by ${value}` })).toEqual([]);
  });

  test("without a value, which CloudTrail refuses", () => {
    expect(faultsWith({ "tags.owner": "" })).toEqual([
      expect.stringMatching(/^prod\.tags\.owner: got "", allowed: 1 to 256 letters/),
    ]);
  });

  test("if they are more than AWS allows with those that are added", () => {
    const shared = change(organization, { tags: many(21, "shared") });
    expect(faultsOf([environmentWith({ tags: many(20, "own") })], shared)).toEqual([
      expect.stringMatching(/^prod\.tags: got 41 tags, allowed: at most 40 with those of the organization/),
    ]);
    expect(faultsWith({ tags: many(50, "own") })).toEqual([expect.stringMatching(/^prod\.tags: got 50 tags/)]);
  });
});

test("tags are accepted up to the limit, with an environment's value in place of the organization's", () => {
  const shared = change(organization, { tags: { ...many(30, "shared"), "example.org/team": "platform" } });
  const environment = environmentWith({ tags: { ...many(9, "own"), "example.org/team": "prod" } });
  expect(faultsOf([environment], shared)).toEqual([]);
  expect(validateSettings(shared, [environment]).environments[0]?.tags).toMatchObject({ "example.org/team": "prod" });
});
