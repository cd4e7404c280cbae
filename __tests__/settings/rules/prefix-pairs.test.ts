import { prefixPairs } from "../../../src/settings/rules/prefix-pairs";

describe("prefixPairs", () => {
  test.each([
    [[], []],
    [["a-", "b-"], []],
    [["dev-flow-", "prod-", "dev-"], [[2, 0]]],
    [
      ["10", "11", "1", "10"],
      [
        [2, 0],
        [2, 1],
        [3, 0],
        [3, 2],
      ],
    ],
    [
      ["a-", "a-b-", "a-c-", "a-b-d-"],
      [
        [1, 0],
        [2, 0],
        [3, 0],
        [3, 1],
      ],
    ],
  ])("%j: %j", (keys, pairs) => {
    expect(prefixPairs(keys)).toEqual(pairs);
  });

  test("are those that comparing all keys finds", () => {
    const keys = Array.from({ length: 300 }, (_, position) => ((position * 7919) % 1024).toString(2));
    const compared = keys.flatMap((later, position) =>
      keys
        .slice(0, position)
        .flatMap((earlier, other) =>
          later.startsWith(earlier) || earlier.startsWith(later) ? [[position, other]] : [],
        ),
    );

    expect(prefixPairs(keys)).toEqual(compared);
  });
});
