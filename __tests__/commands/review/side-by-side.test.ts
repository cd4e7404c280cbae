import { runsAtOnce, sideBySide } from "../../../src/commands/review/side-by-side";

test("no more runs than processors and memory allow, and at least one", () => {
  expect(runsAtOnce(16e9, 4)).toBe(4);
  expect(runsAtOnce(2.5e9, 4)).toBe(2);
  expect(runsAtOnce(1e6, 4)).toBe(1);
});

test("the results have the order of the elements, and no more tasks run than at once", async () => {
  let [running, most] = [0, 0];
  const releases: (() => void)[] = [];
  const all = sideBySide(["a", "b", "c"], 2, async (name) => {
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => releases.push(resolve));
    running -= 1;
    return name.toUpperCase();
  });
  releases[1]?.();
  await Promise.resolve();
  await new Promise(setImmediate);
  releases[2]?.();
  releases[0]?.();
  expect(await all).toEqual(["A", "B", "C"]);
  expect(most).toBe(2);
});
