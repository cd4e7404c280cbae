import { someOf } from "../../src/options/some-of";

test.each([
  [[], ""],
  [["dev"], "dev"],
  [["dev", "prod", "test"], "dev, prod, test"],
  [["dev", "prod", "test", "stage"], "dev, prod, test and 1 more"],
  [Array.from({ length: 200 }, (_, position) => `env${position}`), "env0, env1, env2 and 197 more"],
])("names three and counts the rest: %j", (names, text) => {
  expect(someOf(names)).toBe(text);
});
