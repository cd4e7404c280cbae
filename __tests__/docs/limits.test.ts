import { readFileSync } from "node:fs";
import { limitFigures } from "./limits-figures";

/** The rows of the page: name, figures of both examples, and the limit of AWS. */
function rowsOfPage(): (readonly [name: string, one: number, each: number, limit: number])[] {
  const rows = readFileSync("docs/limits.md", "utf8").matchAll(
    /^\| ([^|]+?) +\|[^|]+\| +([\d,]+) +\| +([\d,]+) +\| +\[([\d,]+)/gm,
  );
  const number = (text = "") => Number(text.replaceAll(",", ""));
  return [...rows].map(([, name = "", one, each, limit]) => [name, number(one), number(each), number(limit)]);
}

describe("docs/limits.md", () => {
  const page = rowsOfPage();

  test("has the figures of 50 environments in one account, and of one of 200 accounts", () => {
    expect(page.map(([name, one, each]) => [name, one, each])).toEqual(limitFigures());
  });

  test.each(page)("%s: is within AWS's limit", (_, one, each, limit) => {
    expect(Math.max(one, each)).toBeLessThanOrEqual(limit);
  });
});
