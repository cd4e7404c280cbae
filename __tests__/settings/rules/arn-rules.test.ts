import { change, dev, faultsOf, faultsWith, organization, prod } from "../example-settings";

const gov = { region: "us-gov-west-1", "network.availabilityZones": ["a", "b"] };
const roleOf = (partition: string) => `arn:${partition}:iam::123456789012:role/Team`;
const secret = (partition: string, region: string, account: string) =>
  `arn:${partition}:secretsmanager:${region}:${account}:secret:ecr-pullthroughcache/hub-Ab1Cd2`;

describe("an ARN of another partition is refused", () => {
  const settings = (arn: string): readonly (readonly [string, unknown, string])[] => [
    ["cluster.access.administrators", [arn], "cluster.access.administrators[0]"],
    ["cluster.access.viewers", [arn], "cluster.access.viewers[0]"],
    [
      "cluster.access.developers",
      [{ principalArn: arn, namespaces: ["a"] }],
      "cluster.access.developers[0].principalArn",
    ],
    ["repositories", { api: { pullers: { roleArns: [arn] } } }, "repositories.api.pullers.roleArns[0]"],
    ["repositories", { "a/b": { pushers: { roleArns: [arn] } } }, 'repositories["a/b"].pushers.roleArns[0]'],
  ];

  test.each(settings(roleOf("aws-us-gov")))("by %s in ap-northeast-1", (setting, value, path) => {
    expect(faultsWith({ [setting]: value })).toEqual([
      `prod.${path}: got "${roleOf("aws-us-gov")}", allowed: an ARN that begins with arn:aws:, the partition of ap-northeast-1`,
    ]);
  });

  test.each(settings(roleOf("aws")))("by %s in GovCloud", (setting, value, path) => {
    expect(faultsWith({ ...gov, [setting]: value })).toEqual([
      `prod.${path}: got "${roleOf("aws")}", allowed: an ARN that begins with arn:aws-us-gov:, the partition of us-gov-west-1`,
    ]);
  });

  test.each(settings(roleOf("aws-us-gov")))("by no %s in GovCloud if it is of GovCloud", (setting, value) => {
    expect(faultsWith({ ...gov, [setting]: value })).toEqual([]);
  });

  test("by hosted zones and trusted principals", () => {
    const hostedZoneArns = ["arn:aws:route53:::hostedzone/Z1", "arn:aws-us-gov:route53:::hostedzone/Z2"];
    expect(faultsWith({ "cluster.workloads.externalDns": { hostedZoneArns } })).toEqual([
      expect.stringMatching(/^prod\.cluster\.workloads\.externalDns\.hostedZoneArns\[1\]: .* begins with arn:aws:,/),
    ]);
    const trusting = change(organization, { "stateAccess.trustedPrincipals.planners": [roleOf("aws-us-gov")] });
    expect(faultsOf([prod], trusting)).toEqual([
      expect.stringMatching(/^organization\.stateAccess\.trustedPrincipals\.planners\[0\]: .* begins with arn:aws:,/),
    ]);
  });
});

describe("the secret of a cache is refused", () => {
  const faultsOfSecret = (credentialArn: string) =>
    faultsWith({ "imageRegistry.pullThroughCache": { hub: { upstream: "ghcr.io", credentialArn } } });

  test.each([
    ["in another account", secret("aws", "ap-northeast-1", "210987654321")],
    ["in another region", secret("aws", "us-west-2", "123456789012")],
    ["in another partition", secret("aws-us-gov", "ap-northeast-1", "123456789012")],
  ])("%s", (_, credentialArn) => {
    expect(faultsOfSecret(credentialArn)).toEqual([
      `prod.imageRegistry.pullThroughCache.hub.credentialArn: got "${credentialArn}", allowed: an ARN of account 123456789012 in ap-northeast-1 (arn:aws:)`,
    ]);
  });

  test("never beside the registry", () => {
    expect(faultsOfSecret(secret("aws", "ap-northeast-1", "123456789012"))).toEqual([]);
  });
});

describe("one bootstrap spans one partition:", () => {
  const live = change(dev, { ...gov, account: "210987654321" });

  test("an environment of another partition than bootstrap's is refused", () => {
    expect(faultsOf([live, prod])).toEqual([
      expect.stringMatching(
        /^dev\.region: got "us-gov-west-1", allowed: a region of partition aws, like that of prod: no credentials/,
      ),
    ]);
    expect(faultsOf([live, change(prod, gov)])).toEqual([]);
  });

  test("so is a retired one", () => {
    const retired = [{ name: "old", account: "210987654321", region: "us-gov-east-1" }];
    expect(faultsOf([prod], change(organization, { "bootstrap.retired": retired }))).toEqual([
      expect.stringContaining('organization.bootstrap.retired[0].region: got "us-gov-east-1"'),
    ]);
  });
});
