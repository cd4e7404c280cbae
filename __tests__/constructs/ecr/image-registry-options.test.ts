import { ImageRegistry } from "../../../src/constructs/ecr/image-registry";
import { faultsWith } from "../../settings/example-settings";
import { optionFaults } from "../../support/option-faults";
import { synthesize } from "../../support/synthesize";

describe("options of an image registry", () => {
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
      "two prefixes with one address",
      { pullThroughCache: { "a-b": { upstream: "quay.io" }, "a/b": { upstream: "quay.io" } } },
      'pullThroughCache["a/b"]: got "a/b", allowed: a name that differs from "a-b" in more than separators',
    ],
    [
      "the address of the caches' role",
      { pullThroughCache: { role: { upstream: "quay.io" } } },
      'pullThroughCache.role: got the name "role", allowed: 2 to 30',
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
});

describe("ImageRegistry refuses the same options as the settings, with the same path, value and allowed values:", () => {
  const identity = { name: "platform-prod", accountId: "123456789012", region: "ap-northeast-1" };
  const faultsOfConstruct = (props: object) =>
    optionFaults(() => synthesize((scope) => new ImageRegistry(scope, "registry", { ...identity, ...props })));

  test.each([
    [{ enhancedScanning: null }],
    [{ pullThroughCache: null }],
    [{ pullThroughCache: { hub: null } }],
    [{ pullThroughCache: { K8s: { upstream: "registry.k8s.io" }, hub: { upstream: "ghcr.io" } } }],
    [{ pullThroughCache: { k8s: { upstream: "registry.k8s.io", credentialArn: secret("hub") } } }],
    [{ replicationRegions: ["us-west-2", "us-west-2", "Osaka"] }],
    [{ replicationRegions: ["us-west-2", "ap-northeast-1", "us-gov-west-1", "cn-north-1"] }],
    [{ replicationRegions: null }],
    [{ pullThroughCache: { "platform-prod": { upstream: "quay.io" } } }],
    [
      {
        pullThroughCache: {
          hub: { upstream: "ghcr.io", credentialArn: secret("hub").replace("123456789012", "210987654321") },
        },
      },
    ],
  ])("%j", (imageRegistry) => {
    const faults = faultsOfConstruct(imageRegistry);
    expect(faults).not.toEqual([]);
    expect(faults.map((line) => `prod.imageRegistry.${line}`)).toEqual(faultsWith({ imageRegistry }));
  });

  test.each([
    [
      ["platform/"],
      [],
      'replicatedPrefixes: got ["platform/"], allowed: nothing, unless replicationRegions has a region',
    ],
    [[], ["us-west-2"], "replicatedPrefixes: got [], allowed: a list of at least 1 prefixes"],
    [
      ["Platform"],
      ["us-west-2"],
      'replicatedPrefixes[0]: got "Platform", allowed: the beginning of a repository\'s name',
    ],
  ])("prefixes %j of repositories replicated to %j", (replicatedPrefixes, replicationRegions, line) => {
    expect(faultsOfConstruct({ replicatedPrefixes, replicationRegions })).toEqual([expect.stringContaining(line)]);
  });
});

function secret(name: string) {
  return `arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:ecr-pullthroughcache/${name}-Ab1Cd2`;
}
