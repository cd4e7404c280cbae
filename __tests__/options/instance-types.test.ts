import { instanceType } from "../../src/options/instance-types";
import { sizesOf } from "../../src/options/instance-families";

describe("the table of instance families", () => {
  test("has the families and sizes of EC2", () => {
    expect(sizesOf("m6i")).toContain("8xlarge");
    expect(sizesOf("x8aedz")).toContain("metal-12xl");
    expect(sizesOf("m6z")).toBeUndefined();
  });

  test.each(["a1", "mac1", "mac2-m2pro"])("lacks %s, for which EKS has no image", (family) => {
    expect(sizesOf(family)).toBeUndefined();
  });

  test.each(["m5.large", "g6e.48xlarge", "u7inh-32tb.480xlarge", "t1.micro", "p6-b300.48xlarge"])(
    "makes %s a valid type",
    (type) => {
      expect(instanceType.safeParse(type).success).toBe(true);
    },
  );
});
