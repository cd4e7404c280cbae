import { change, dev, faultsOf, organization, prod } from "../example-settings";

describe("networks of environments", () => {
  test.each([
    ["the same", "10.20.0.0/16"],
    ["within", "10.20.248.0/21"],
  ])("refuses the range of another environment when it is %s", (_, cidr) => {
    expect(faultsOf([prod, change(dev, { "network.cidr": cidr })])).toEqual([
      `dev.network.cidr: got "${cidr}", allowed: a range that does not overlap prod's, 10.20.0.0/16`,
    ]);
  });

  test("refuses a range that contains that of another environment", () => {
    expect(faultsOf([change(dev, { "network.cidr": "10.20.16.0/20" }), prod])).toEqual([
      `prod.network.cidr: got "10.20.0.0/16", allowed: a range that does not overlap dev's, 10.20.16.0/20`,
    ]);
  });

  test("accepts adjacent ranges", () => {
    expect(faultsOf([change(dev, { "network.cidr": "10.21.0.0/16" }), prod])).toEqual([]);
  });
});

describe("the registry of an account and region", () => {
  test("is set by at most one environment", () => {
    const withRegistry = { imageRegistry: { enhancedScanning: true } };
    const [inDev, inProd] = [change(dev, withRegistry), change(prod, withRegistry)];
    expect(faultsOf([inDev, inProd])).toEqual([
      'prod.imageRegistry: got {"enhancedScanning":true,"pullThroughCache":{},"replicationRegions":[]}, allowed: nothing, since dev sets it for the registry of account 123456789012 in ap-northeast-1',
    ]);
    expect(faultsOf([change(inDev, { account: "111111111111" }), inProd])).toEqual([]);
  });
});

describe("names of the audit trail's buckets", () => {
  test("fit after the prefix", () => {
    const prefix = (length: number) => change(organization, { stateBucketPrefix: "p".repeat(length) });
    const elsewhere = change(dev, { account: "210987654321" });

    expect(faultsOf([prod], prefix(50))).toEqual([]);
    expect(faultsOf([prod], prefix(51))).toEqual([
      expect.stringMatching(/^organization.stateBucketPrefix: .*at most 63 characters for bucket "p+-audit-access"/),
    ]);
    expect(faultsOf([elsewhere, prod], prefix(37))).toEqual([]);
    expect(faultsOf([elsewhere, prod], prefix(38))).toEqual([
      expect.stringMatching(/bucket "p+-audit-210987654321-access", which has 64$/),
    ]);
  });
});

describe("names of replica buckets", () => {
  const replicated = { "state.replicaRegion": "ap-northeast-3" };

  test("fit after the prefix", () => {
    const faults = (length: number) =>
      faultsOf([change(prod, replicated)], change(organization, { stateBucketPrefix: "p".repeat(length) }));

    expect(faults(50)).toEqual([]);
    expect(
      faultsOf(
        [prod, change(dev, { ...replicated, name: "n".repeat(6) })],
        change(organization, { stateBucketPrefix: "p".repeat(50) }),
      ),
    ).toEqual([expect.stringMatching(/^n+\.state\.replicaRegion: .*would have 65 characters and can have 63$/)]);
  });

  test("differ from those of other environments' buckets", () => {
    const elsewhere = change(dev, { name: "prod-replica", account: "210987654321" });

    expect(faultsOf([change(prod, replicated), elsewhere])).toEqual([
      expect.stringContaining(`another environment's state is stored in bucket "my-terraform-state-prod-replica"`),
    ]);
  });
});

describe("the alias of the key of the state", () => {
  const faultsOfAlias = (length: number, environment = change(prod, { "state.replicaRegion": "ap-northeast-3" })) =>
    faultsOf([environment], change(organization, { stateKeyAlias: `alias/${"a".repeat(length - "alias/".length)}` }));

  test("is refused when the alias of a replica's key would be too long", () => {
    expect(faultsOfAlias(256 - "-prod-replica".length)).toEqual([]);
    expect(faultsOfAlias(257 - "-prod-replica".length)).toEqual([
      expect.stringMatching(
        /^organization\.stateKeyAlias: .*allowed: at most 256 characters for the alias of prod's replica, which would have 257$/,
      ),
    ]);
  });

  test("can be longer without a replica", () => {
    expect(faultsOfAlias(256, prod)).toEqual([]);
  });
});
