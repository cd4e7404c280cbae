import { z } from "zod";
import { allowedBy, typeOf } from "../../../reference/settings/schema-text";
import { byName, distinct, requirement, text, wholeNumber } from "../../../src/options/schema";

describe("what a schema allows", () => {
  const letter = text(/^[a-c]$/, "a letter").check(requirement((value) => value !== "b", "not the middle one"));

  test.each([
    ["a form and what else it requires", letter, "string", ["a letter", "not the middle one"]],
    ["a range", wholeNumber(2, 5).default(3), "number", ["a whole number from 2 to 5"]],
    ["a choice, by its type", z.enum(["x", "y"]).optional(), '"x" | "y"', []],
    [
      "a list with its limits and items",
      distinct(letter, { atLeast: 1, of: "letters" }).max(2, "at most 2 letters").default(["a"]),
      "string[]",
      [
        "a list of at least 1 letters",
        "at most 2 letters",
        "each value only once",
        "each: a letter; not the middle one",
      ],
    ],
    ["a list of choices", z.array(z.enum(["x", "y"])), '("x" | "y")[]', []],
    [
      "names and values",
      byName(letter, wholeNumber(0)),
      "Record<string, number>",
      ["names: a letter", "values: a whole number, 0 or more"],
    ],
    [
      "alternatives",
      z.union([z.enum(["x"]), z.array(letter)], "x or letters"),
      '"x" | string[]',
      ["x or letters", "each: a letter; not the middle one"],
    ],
    [
      "what is transformed later",
      letter.transform((value) => value.length),
      "string",
      ["a letter", "not the middle one"],
    ],
  ])("is told of %s", (_, schema, type, allowed) => {
    expect(typeOf(schema)).toBe(type);
    expect(allowedBy(schema)).toEqual(allowed);
  });
});
