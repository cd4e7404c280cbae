import { compareVersions, satisfies } from "../../src/target/version-range";

describe("satisfies", () => {
  test.each(["5.100.0", "5.100.1", "6.0.0", "6.20.9"])("accepts %s as within the range", (version) => {
    expect(satisfies(version, ">= 5.100.0, < 6.21.0")).toBe(true);
  });

  test.each(["5.99.9", "6.21.0", "7.0.0", "6.0.0-beta1", "latest", ""])(
    "refuses %p as outside the range",
    (version) => {
      expect(satisfies(version, ">= 5.100.0, < 6.21.0")).toBe(false);
    },
  );

  test("accepts no version for a range that it cannot parse", () => {
    expect(satisfies("6.0.0", "newer than 5.0.0")).toBe(false);
    expect(satisfies("6.0.0", "=> 5.0.0")).toBe(false);
  });

  test("matches a bare version exactly, and != any other version", () => {
    expect(satisfies("6.20.1", "6.20.1")).toBe(true);
    expect(satisfies("6.20.2", "6.20.1")).toBe(false);
    expect(satisfies("6.20.2", "~> 6.20.0, != 6.20.1")).toBe(true);
    expect(satisfies("6.20.1", "~> 6.20.0, != 6.20.1")).toBe(false);
  });

  test.each([
    ["1.13.5", true],
    ["1.13.9", true],
    ["1.13.4", false],
    ["1.14.0", false],
  ])("accepts %s for ~> 1.13.5: %p", (version, expected) => {
    expect(satisfies(version, "~> 1.13.5")).toBe(expected);
  });
});

describe("satisfies every operator of a constraint", () => {
  test.each([
    ["1.12.6", true],
    ["= 1.12.6", true],
    ["1.12", false],
    ["!= 1.12.5", true],
    ["!=1.12.6", false],
    ["> 1.12.5", true],
    ["> 1.12.6", false],
    ["<= 1.12.6", true],
    ["< 1.12.6", false],
    ["~> 1.10", true],
    ["~> 1.13", false],
    ["~> 1", true],
    [">= 1.10.0, != 1.12.6, < 2.0.0", false],
    [" >=1.10.0 ,<2 ", true],
    [">= 1.10.0,", false],
    ["", false],
  ])("1.12.6 in %j: %p", (range, expected) => {
    expect(satisfies("1.12.6", range)).toBe(expected);
  });
});

test("compareVersions compares numbers, not characters", () => {
  expect(compareVersions("1.9.8", "1.11")).toBeLessThan(0);
  expect(compareVersions("20.19.0", "20.19")).toBe(0);
});
