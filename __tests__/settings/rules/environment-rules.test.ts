import { change, environmentWith, faultsOf, faultsWith, prod } from "../example-settings";

describe("a network without NAT gateways", () => {
  const essentials = ["ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "sts"];
  const withoutNat = (changes: Readonly<Record<string, unknown>>) =>
    faultsOf([change(environmentWith({ "network.natGateways": "none" }), changes)]);

  test("is refused when nodes can't reach AWS", () => {
    expect(withoutNat({})).toEqual([
      'prod.network.interfaceEndpoints: got "none", allowed: with natGateways "none", "cluster-private" or a list with ec2, ecr.api, ecr.dkr, eks, eks-auth, sts',
    ]);
  });

  test("is refused when a required endpoint is missing", () => {
    expect(withoutNat({ "network.interfaceEndpoints": essentials.slice(1) })).toEqual([
      expect.stringContaining('allowed: with natGateways "none", "cluster-private" or a list with ec2'),
    ]);
  });

  test("is refused when endpoints of Session Manager or Karpenter are missing", () => {
    const extras = { "cluster.sessionManagerAccess": true, "cluster.workloads.karpenter": true };
    expect(withoutNat({ "network.interfaceEndpoints": essentials, ...extras })).toEqual([
      expect.stringContaining("or a list with ssm, ssmmessages"),
      expect.stringContaining("or a list with sqs"),
    ]);
  });

  test.each([["cluster-private"], [essentials]])("is accepted with interface endpoints %j", (interfaceEndpoints) => {
    expect(withoutNat({ "network.interfaceEndpoints": interfaceEndpoints })).toEqual([]);
  });
});

describe("the replica of the state", () => {
  const replicated = { "state.replicaRegion": "ap-northeast-3" };

  test("is in another region", () => {
    expect(faultsOf([change(prod, replicated)])).toEqual([]);
  });

  test.each(["ap-northeast-1", "us-gov-east-1", "us-gov-west-1"])(
    "refuse %s, to which S3 cannot replicate",
    (region) => {
      expect(faultsOf([change(prod, { "state.replicaRegion": region })])).toEqual([
        `prod.state.replicaRegion: got "${region}", allowed: a region other than the environment's own, in the same partition`,
      ]);
    },
  );

  test("refuse a value that is not a region", () => {
    expect(faultsOf([change(prod, { "state.replicaRegion": "Osaka" })])).toEqual([
      'prod.state.replicaRegion: got "Osaka", allowed: a region such as "ap-northeast-1"',
    ]);
  });
});

describe("replication of images", () => {
  test.each(["ap-northeast-1", "us-gov-west-1"])("is refused to %s", (region) => {
    expect(faultsWith({ "imageRegistry.replicationRegions": ["us-west-2", region] })).toEqual([
      `prod.imageRegistry.replicationRegions[1]: got "${region}", allowed: a region other than the environment's own, in the same partition`,
    ]);
  });
});
