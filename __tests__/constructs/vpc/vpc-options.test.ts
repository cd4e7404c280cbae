import type { VpcOptions } from "../../../src/constructs/vpc/vpc-options";
import { faultsWith } from "../../settings/example-settings";
import { optionFaults } from "../../support/option-faults";
import { synthesizeVpc } from "./fixture";

describe("options of a Vpc", () => {
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

  test.each([
    [["ecr.api", "sts", "ecr-api"], '[2]: got "ecr-api", allowed: a name that differs from "ecr.api" in more than'],
    [["https"], '[0]: got "https", allowed: a short service name'],
  ])("refuses endpoints %j", (interfaceEndpoints, line) => {
    expect(faultsWith({ "network.interfaceEndpoints": interfaceEndpoints })).toEqual([
      expect.stringContaining(`prod.network.interfaceEndpoints${line}`),
    ]);
  });

  test.each(["10.0.0.0/16", "172.31.240.0/20", "192.168.248.0/21", "100.127.0.0/16"])("accepts cidr %s", (cidr) => {
    expect(faultsWith({ "network.cidr": cidr })).toEqual([]);
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

  test.each([
    ["a full service name", ["com.amazonaws.ap-northeast-1.ecr.api"]],
    ["capitals", ["ECR"]],
    ["S3, which has a gateway endpoint", ["s3"]],
    ["DynamoDB Streams, which has no private DNS", ["dynamodb-streams"]],
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

describe("Vpc refuses the same options as the settings, with the same path, value and allowed values:", () => {
  test.each([
    ["cidr", "10.20.1.0/16"],
    ["cidr", "203.0.113.0/24"],
    ["cidr", undefined],
    ["cidr", null],
    ["availabilityZones", ["a"]],
    ["availabilityZones", ["a", "g", "a"]],
    ["availabilityZones", null],
    ["natGateways", "two"],
    ["natGateways", null],
    ["databaseSubnets", null],
    ["interfaceEndpoints", ["s3", "sts", "sts"]],
    ["interfaceEndpoints", null],
    ["flowLogRetentionDays", 100],
    ["flowLogRetentionDays", null],
  ])("%s %j", (option, value) => {
    const faults = optionFaults(() => synthesizeVpc({ [option]: value }));
    expect(faults).not.toEqual([]);
    expect(faults.map((line) => `prod.network.${line}`)).toEqual(faultsWith({ [`network.${option}`]: value }));
  });

  test("zones that do not fit in the range", () => {
    const options: VpcOptions = { cidr: "10.20.0.0/24", availabilityZones: ["b", "d"] };
    const faults = optionFaults(() => synthesizeVpc(options)).map((line) => `prod.network.${line}`);
    expect(faults).toEqual([expect.stringContaining("allowed: not b and d together")]);
    expect(faultsWith({ network: options, "cluster.nodeGroups.general.maxSize": 3 })).toEqual(
      expect.arrayContaining(faults),
    );
  });

  test("a region and an account that do not exist", () => {
    expect(optionFaults(() => synthesizeVpc({ region: "Tokyo", accountId: "1234" }))).toEqual([
      'accountId: got "1234", allowed: 12 digits in quotes',
      'region: got "Tokyo", allowed: a region such as "ap-northeast-1"',
    ]);
  });
});
