import {
  addressesPerNode,
  checkPodCapacity,
  type GroupCapacity,
  maxPodsOf,
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
    expect(() => {
      checkPodCapacity({ system: group(4), batch: group(3, ["a"]) }, { a: 5 * 144, c: 2 * 144 });
    }).not.toThrow();
  });

  test("counts the larger part of an uneven group in each zone", () => {
    expect(() => {
      checkPodCapacity({ system: group(3) }, { a: 288, c: 287 });
    }).toThrow('zone "c"');
  });

  test("ignores zones without a group", () => {
    expect(() => {
      checkPodCapacity({ system: group(2, ["a"]) }, { a: 288, c: 0 });
    }).not.toThrow();
  });

  test("fails when the groups together need more addresses than a subnet has, and names the zone and the numbers", () => {
    expect(() => {
      checkPodCapacity({ system: group(4), batch: group(2, ["c"]) }, { a: 500, c: 500 });
    }).toThrow(
      'nodeGroups must fit in the private subnet of zone "c", which has 500 addresses, ' +
        "got 576 at maxSize (system: 2 nodes of 144, batch: 2 nodes of 144)",
    );
  });
});
