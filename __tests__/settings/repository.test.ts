import { change, dev, faultsOf, faultsWith, prod } from "./example-settings";

describe("repository settings", () => {
  test.each(["API", "-api", "api-", "a..b", "/api", "a//b", "api:latest"])("refuse the name %s", (name) => {
    expect(faultsOf([{ ...prod, repositories: { [name]: {} } }])).toEqual([
      expect.stringContaining(`got the name "${name}", allowed: lowercase letters and digits with single separators`),
    ]);
  });

  test("refuse a name that is too long after the environment's prefix", () => {
    expect(faultsWith({ [`repositories.${"r".repeat(242)}`]: {} })).toEqual([]);
    expect(faultsWith({ [`repositories.${"r".repeat(243)}`]: {} })).toEqual([
      expect.stringContaining('allowed: at most 242 characters after "platform-prod/"'),
    ]);
  });

  test("refuse names that are equal in Terraform addresses", () => {
    expect(faultsWith({ "repositories.a/b": {}, "repositories.a-b": {} })).toEqual([
      'prod.repositories.a-b: got "a-b", allowed: a name that differs from "a/b" in more than separators',
    ]);
  });

  test.each([
    [
      "a count of 0",
      { keepTagged: [{ prefix: "v", count: 0 }] },
      "keepTagged[0].count: got 0, allowed: a whole number, 1 or more",
    ],
    [
      "an empty prefix",
      { keepTagged: [{ prefix: "", count: 1 }] },
      'keepTagged[0].prefix: got "", allowed: the beginning of a tag',
    ],
    [
      "a prefix that never counts",
      {
        keepTagged: [
          { prefix: "v", count: 1 },
          { prefix: "v1", count: 1 },
        ],
      },
      'keepTagged[1].prefix: got "v1", allowed: a prefix that does not begin with the earlier prefix "v"',
    ],
    ["no days", { untaggedRetentionDays: 0 }, "untaggedRetentionDays: got 0, allowed: a whole number, 1 or more"],
    [
      "a malformed pattern",
      { mutableTagPatterns: ["a b"] },
      'mutableTagPatterns[0]: got "a b", allowed: at most 128 letters',
    ],
    ["a pattern of three wildcards", { mutableTagPatterns: ["*a*b*"] }, "mutableTagPatterns[0]: "],
    ["a pattern for every tag", { mutableTagPatterns: ["*"] }, "not matching every tag"],
    ["six patterns", { mutableTagPatterns: ["a", "b", "c", "d", "e", "f"] }, "allowed: at most 5 patterns"],
    [
      "an empty list of pullers",
      { pullers: {} },
      'pullers: got {"accounts":[],"roleArns":[]}, allowed: at least one of accounts, roleArns and organizationId',
    ],
    [
      "a malformed account",
      { pullers: { accounts: ["1234"] } },
      'pullers.accounts[0]: got "1234", allowed: 12 digits in quotes',
    ],
    [
      "a user for a role",
      { pushers: { roleArns: ["arn:aws:iam::123456789012:user/me"] } },
      "pushers.roleArns[0]: got ",
    ],
    [
      "a malformed organization",
      { pushers: { organizationId: "example" } },
      'pushers.organizationId: got "example", allowed: ID of an AWS organization',
    ],
  ])("refuse %s", (_, repository, line) => {
    expect(faultsWith({ "repositories.api": repository })).toEqual([expect.stringContaining(line)]);
  });

  test("take every setting", () => {
    const repository = {
      keepTagged: [
        { prefix: "v", count: 100 },
        { prefix: "dev-", count: 10 },
      ],
      untaggedRetentionDays: 7,
      mutableTagPatterns: ["latest", "branch-*"],
      forceDelete: true,
      pullers: { accounts: ["111111111111"], organizationId: "o-a1b2c3d4e5" },
      pushers: { roleArns: ["arn:aws:iam::123456789012:role/ci/*"] },
    };
    expect(faultsWith({ "repositories.payments/api": repository })).toEqual([]);
  });
});

describe("image registry settings", () => {
  test.each([
    [
      "an unknown registry",
      { pullThroughCache: { hub: { upstream: "docker.io" } } },
      'pullThroughCache.hub.upstream: got "docker.io", allowed: one of "public.ecr.aws", ',
    ],
    [
      "a short prefix",
      { pullThroughCache: { k: { upstream: "registry.k8s.io" } } },
      'pullThroughCache.k: got the name "k", allowed: 2 to 30',
    ],
    [
      "a missing login",
      { pullThroughCache: { hub: { upstream: "ghcr.io" } } },
      "pullThroughCache.hub.credentialArn: got nothing, allowed: ARN of a secret with the credentials that ghcr.io requires",
    ],
    [
      "a needless login",
      { pullThroughCache: { k8s: { upstream: "registry.k8s.io", credentialArn: secret("hub") } } },
      "allowed: nothing, since registry.k8s.io needs no credentials",
    ],
    [
      "another secret",
      {
        pullThroughCache: {
          hub: { upstream: "ghcr.io", credentialArn: "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:hub" },
        },
      },
      "allowed: ARN of a secret whose name begins with ecr-pullthroughcache/",
    ],
    [
      "replication in place",
      { replicationRegions: ["us-west-2", "ap-northeast-1"] },
      'replicationRegions[1]: got "ap-northeast-1", allowed: a region other than the environment\'s own, in the same partition',
    ],
    [
      "replication to another partition",
      { replicationRegions: ["cn-north-1"] },
      'replicationRegions[0]: got "cn-north-1", allowed: a region other than the environment\'s own, in the same partition',
    ],
    ["a region twice", { replicationRegions: ["us-west-2", "us-west-2"] }, "replicationRegions[1]: "],
  ])("refuse %s", (_, imageRegistry, line) => {
    expect(faultsWith({ imageRegistry })).toEqual([expect.stringContaining(line)]);
  });

  test("refuse replication to more regions than ECR allows", () => {
    const replicationRegions = Array.from(
      { length: 26 },
      (_, digit) => `eu-${"abcdefghijklmnopqrstuvwxyz"[digit] ?? ""}-1`,
    );
    expect(faultsWith({ imageRegistry: { replicationRegions } })).toEqual([
      expect.stringContaining("allowed: at most 25 regions"),
    ]);
  });

  test("take every setting", () => {
    const pullThroughCache = { hub: { upstream: "registry-1.docker.io", credentialArn: secret("hub") } };
    const imageRegistry = { enhancedScanning: true, pullThroughCache, replicationRegions: ["us-west-2"] };
    expect(faultsWith({ imageRegistry })).toEqual([]);
  });

  test("refuse two environments that set the registry of one account and region", () => {
    const withRegistry = { imageRegistry: { enhancedScanning: true } };
    const [inDev, inProd] = [change(dev, withRegistry), change(prod, withRegistry)];
    expect(faultsOf([inDev, inProd])).toEqual([
      'prod.imageRegistry: got {"enhancedScanning":true,"pullThroughCache":{},"replicationRegions":[]}, allowed: nothing, since dev sets it for the registry of account 123456789012 in ap-northeast-1',
    ]);
    expect(faultsOf([change(inDev, { account: "111111111111" }), inProd])).toEqual([]);
  });
});

function secret(name: string) {
  return `arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:ecr-pullthroughcache/${name}-Ab1Cd2`;
}
