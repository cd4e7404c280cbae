import { checkPublicAccessCidrs } from "../../../../src/constructs/eks/cluster/endpoint-access";

describe("the blocks that can reach the public endpoint", () => {
  test.each([
    ["none, for a private endpoint", undefined],
    ["a single address", ["203.0.113.7/32"]],
    ["as wide as any owner has", ["17.0.0.0/8"]],
    ["as many as EKS takes", Array.from({ length: 40 }, (_, i) => `203.0.113.${i}/32`)],
  ])("can be %s", (_case, cidrs) => {
    expect(() => {
      checkPublicAccessCidrs(cidrs);
    }).not.toThrow();
  });

  test.each([
    ["empty", [], "publicAccessCidrs must list 1 to 40 CIDR blocks, got 0"],
    ["more than EKS takes", Array<string>(41).fill("203.0.113.0/24"), "must list 1 to 40 CIDR blocks, got 41"],
    ["the internet", ["0.0.0.0/0"], 'must be blocks of /8 or smaller, never the internet, got "0.0.0.0/0"'],
    ["half the internet", ["203.0.113.0/24", "128.0.0.0/1"], "must be blocks of /8 or smaller, never the internet"],
    ["the IPv6 internet", ["::/0"], 'must be IPv4 CIDR blocks such as "198.51.100.0/24", got "::/0"'],
    ["IPv6", ["2001:db8::/32"], 'must be IPv4 CIDR blocks such as "198.51.100.0/24", got "2001:db8::/32"'],
    ["an address without a prefix", ["203.0.113.7"], 'must be IPv4 CIDR blocks such as "198.51.100.0/24"'],
    ["no address at all", ["office"], 'must be IPv4 CIDR blocks such as "198.51.100.0/24", got "office"'],
    ["private", ["10.1.0.0/16"], "must be public addresses, since callers within the VPC reach the private endpoint"],
    ["shared within networks", ["203.0.113.0/24", "100.64.0.0/10"], "public addresses, since callers within the VPC"],
    [
      "in the middle of a block",
      ["203.0.113.7/24"],
      'first address of their block ("203.0.113.0/24"), got "203.0.113.7/24"',
    ],
  ])("are refused when %s", (_case, cidrs, message) => {
    expect(() => {
      checkPublicAccessCidrs(cidrs);
    }).toThrow(message);
  });
});
