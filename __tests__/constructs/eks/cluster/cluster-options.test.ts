import { faultsWith } from "../../../settings/example-settings";

describe("cluster options", () => {
  test.each([
    ["a--b", "a-b"],
    ["a-", "a--"],
  ])("refuse node groups %s and %s, which have one address", (one, other) => {
    const group = { instanceTypes: ["m6i.large"], minSize: 1, desiredSize: 1, maxSize: 1 };
    expect(faultsWith({ "cluster.nodeGroups": { [one]: group, [other]: group } })).toEqual([
      `prod.cluster.nodeGroups.${other}: got "${other}", allowed: a name that differs from "${one}" in more than separators`,
    ]);
  });

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
    ["a range of IPv6", ["2001:db8::/32"], '[0]: got "2001:db8::/32", allowed: an IPv4 range'],
    ["a bare address", ["198.51.100.7"], "allowed: an IPv4 range"],
    ["a name", ["office"], '[0]: got "office", allowed: an IPv4 range'],
    ["private addresses", ["10.0.0.0/16"], "allowed: public addresses"],
    [
      "addresses within networks",
      ["203.0.113.0/24", "100.64.0.0/10"],
      '[1]: got "100.64.0.0/10", allowed: public addresses',
    ],
    ["null", null, ": got null, allowed: a list of at least 1 IPv4 ranges"],
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

  test.each(["203.0.113.7/32", "17.0.0.0/8"])("accept public access from %s", (range) => {
    expect(faultsWith({ "cluster.publicAccessCidrs": [range] })).toEqual([]);
  });

  test.each([null, "false", 0])("refuse %j as deletion protection, which stays on", (deletionProtection) => {
    expect(faultsWith({ "cluster.deletionProtection": deletionProtection })).toEqual([
      `prod.cluster.deletionProtection: got ${JSON.stringify(deletionProtection)}, allowed: true or false`,
    ]);
  });

  test.each([0, 100, 3.5])("refuse %j days of control plane logs", (days) => {
    expect(faultsWith({ "cluster.logRetentionDays": days })).toEqual([
      expect.stringContaining(`prod.cluster.logRetentionDays: got ${days}, allowed: one of 1, 3, 5, 7, `),
    ]);
  });
});
