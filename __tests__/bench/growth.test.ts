import { growthSection } from "../../bench/growth";
import { plot } from "../../bench/plot";

/** Medians of an app that takes a second, and this many for each environment. */
function growing(secondsOf: (environments: number) => number) {
  return [1, 2, 10, 50, 100, 200].map((environments) => ({
    environments,
    seconds: 1 + secondsOf(environments),
    mebibytes: 100 + environments,
  }));
}

test("an app that grows in proportion meets the targets", () => {
  const section = growthSection(growing((environments) => environments * 0.02));
  expect(section).toContain("time of 200: 5.0 s, target at most 8 s: met");
  expect(section).toContain("peak memory of 200: 300.0 MiB, target at most 500 MiB: met");
  expect(section).toContain("against one below 10: 1.00, target at most 1.2: met");
});

test("an app whose environments become dearer misses them", () => {
  const section = growthSection(growing((environments) => environments ** 2 * 0.001));
  expect(section).toContain("time of 200: 41.0 s, target at most 8 s: missed");
  expect(section).toMatch(/against one below 10: 2\d\.\d\d, target at most 1.2: missed/);
});

test("the plot has a point for each number of environments on each line, within its frame", () => {
  const growth = growing((environments) => environments * 0.02);
  const lines = [...plot(growth).matchAll(/points="([^"]+)"/g)].map(([, points = ""]) => points.split(" "));
  expect(lines.map((points) => points.length)).toEqual([growth.length, growth.length]);
  for (const [x = NaN, y = NaN] of lines.flat().map((point) => point.split(",").map(Number))) {
    expect(x).toBeGreaterThanOrEqual(56);
    expect(x).toBeLessThanOrEqual(640 - 56);
    expect(y).toBeGreaterThanOrEqual(56);
    expect(y).toBeLessThanOrEqual(320 - 56);
  }
});
