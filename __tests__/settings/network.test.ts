import { change, dev, environmentWith, faultsOf, faultsWith, prod } from "./example-settings";

describe("network settings", () => {
  test.each([
    ["10.20.0.0", 'an IPv4 range such as "10.10.0.0/16"'],
    ["10.20.0.300/16", "an IPv4 range"],
    ["10.20.0.0/33", "an IPv4 range"],
    ["2001:db8::/32", "an IPv4 range"],
    ["10.20.1.0/16", 'the first address of the range: "10.20.0.0/16"'],
    ["010.20.0.0/16", "10."],
    ["10.20.0.0/15", "a size from /16 to /24"],
    ["10.20.0.0/25", "a size from /16 to /24"],
    ["203.0.113.0/24", "a range within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10"],
    ["172.32.0.0/16", "a range within"],
  ])("refuses cidr %s", (cidr, allowed) => {
    const [line, ...others] = faultsWith({ "network.cidr": cidr });
    expect(line).toContain(`prod.network.cidr: got "${cidr}", allowed: `);
    expect(line).toContain(allowed);
    expect(others).toEqual([]);
  });

  test.each(["10.0.0.0/16", "172.31.240.0/20", "192.168.248.0/21", "100.127.0.0/16"])("accepts cidr %s", (cidr) => {
    expect(faultsWith({ "network.cidr": cidr })).toEqual([]);
  });

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

  test.each([
    ["no zone", [], 'got [], allowed: a list of at least 2 zone letters such as "a"'],
    ["one zone", ["a"], 'got ["a"], allowed: a list of at least 2'],
    ["a repeated zone", ["a", "c", "a"], '[2]: got "a", allowed: each value only once'],
    [
      "a whole zone name",
      ["a", "ap-northeast-1c"],
      '[1]: got "ap-northeast-1c", allowed: the letter of an Availability Zone, a to f',
    ],
    ["an upper-case letter", ["a", "C"], '[1]: got "C", allowed: the letter'],
    ["a string", "ac", 'got "ac", allowed: a list of at least 2'],
  ])("refuses %s", (_, availabilityZones, line) => {
    expect(faultsWith({ "network.availabilityZones": availabilityZones })).toEqual([expect.stringContaining(line)]);
  });

  test("refuses to guess the zones of a region", () => {
    expect(faultsWith({ region: "eu-central-1" })).toEqual([
      "prod.network.availabilityZones: got nothing, allowed: the letters of at least 2 zones of eu-central-1",
    ]);
  });

  test.each([
    ["a full service name", ["com.amazonaws.ap-northeast-1.ecr.api"]],
    ["capitals", ["ECR"]],
    ["S3, which has a gateway endpoint", ["s3"]],
  ])("refuses interface endpoints named by %s", (_, interfaceEndpoints) => {
    expect(faultsWith({ "network.interfaceEndpoints": interfaceEndpoints })).toEqual([
      expect.stringMatching(/^prod\.network\.interfaceEndpoints\[0\]: got .* allowed: a short service name such as/),
    ]);
  });

  test.each([["all"], [[]], [{}]])("refuses interface endpoints %j", (interfaceEndpoints) => {
    expect(faultsWith({ "network.interfaceEndpoints": interfaceEndpoints })).toEqual([
      expect.stringMatching(/^prod\.network\.interfaceEndpoints: got .*, allowed: /),
    ]);
  });

  test("accepts a list of interface endpoints, but no duplicates", () => {
    expect(faultsWith({ "network.interfaceEndpoints": ["ecr.api", "eks-auth"] })).toEqual([]);
    expect(faultsWith({ "network.interfaceEndpoints": ["sts", "sts"] })).toEqual([
      'prod.network.interfaceEndpoints[1]: got "sts", allowed: each value only once',
    ]);
  });

  test.each([0, 91, 3654, "90"])("refuses %j days of flow logs", (days) => {
    expect(faultsWith({ "network.flowLogRetentionDays": days })).toEqual([
      expect.stringContaining("allowed: one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, "),
    ]);
  });
});

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
