import {
  addressesPerNode,
  type GroupCapacity,
  maxPodsOf,
  refuseNodesWithoutAddresses,
} from "../../../../src/constructs/eks/nodes/pod-capacity";

const group = (maxSize: number, availabilityZones = ["a", "c"], instanceTypes = ["m6i.large"]): GroupCapacity => ({
  instanceTypes,
  maxSize,
  availabilityZones,
});

describe("the pods of a node", () => {
  test.each([
    ["t3.medium", 110],
    ["m6i.large", 110],
    ["m6i.xlarge", 110],
    ["m6i.4xlarge", 110],
    ["c5.6xlarge", 110],
    ["m6i.8xlarge", 250],
    ["c5.18xlarge", 250],
    ["m5.metal", 250],
    ["m7i.metal-24xl", 250],
  ])("on %s are at most %i", (instanceType, maxPods) => {
    expect(maxPodsOf(instanceType)).toBe(maxPods);
  });

  test.each([
    [["m6i.large"], 144],
    [["m6i.8xlarge"], 288],
    [["m6i.large", "m6i.8xlarge"], 288],
  ])("on %s take whole prefixes of 16 addresses, one more kept warm and one for the interfaces: %i", (types, count) => {
    expect(addressesPerNode(types)).toBe(count);
  });
});

describe("pod capacity", () => {
  test("is enough when every zone holds the groups at their maximum", () => {
    const nodeGroups = { system: group(4), batch: group(3, ["a"]) };
    expect(refuseNodesWithoutAddresses(nodeGroups, { a: 5 * 144, c: 2 * 144 })).toEqual([]);
  });

  test("counts the larger part of an uneven group in each zone", () => {
    expect(refuseNodesWithoutAddresses({ system: group(3) }, { a: 288, c: 287 })).toEqual([
      expect.objectContaining({ allowed: expect.stringContaining("zone c, which has 287 addresses") as string }),
    ]);
  });

  test("ignores zones without a group", () => {
    expect(refuseNodesWithoutAddresses({ system: group(2, ["a"]) }, { a: 288, c: 0 })).toEqual([]);
  });

  test("is refused when the groups together need more addresses than a subnet has, with the zone and the numbers", () => {
    expect(refuseNodesWithoutAddresses({ system: group(4), batch: group(2, ["c"]) }, { a: 500, c: 500 })).toEqual([
      {
        path: "nodeGroups",
        got: '{"system":{"maxSize":4},"batch":{"maxSize":2}}',
        allowed:
          "what fits in the private subnet of zone c, which has 500 addresses " +
          "where these groups need 576 (system: 2 nodes of 144, batch: 2 nodes of 144)",
      },
    ]);
  });
});
