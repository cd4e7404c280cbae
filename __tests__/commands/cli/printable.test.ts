import { printable, printableJson, printableLines } from "../../../src/commands/cli/printable";

test.each([
  ["a line break", "me\nnext: rm -r /", "me\\nnext: rm -r /"],
  ["a carriage return", "held by them\rheld by me", "held by them\\rheld by me"],
  ["an escape sequence", "\u001b[2J\u001b]0;title\u0007", "\\u001b[2J\\u001b]0;title\\u0007"],
  ["a C1 control character", "\u009b31m", "\\u009b31m"],
  ["a line separator", "a\u2028b", "a\\u2028b"],
  ["text from right to left", "\u202etxt", "\\u202etxt"],
])("%s is shown escaped", (_, text, expected) => {
  expect(printable(text)).toBe(expected);
});

test("letters of any script stay as they are", () => {
  expect(printable("Zoë 東京 مرحبا 🚀 \\n")).toBe("Zoë 東京 مرحبا 🚀 \\n");
});

test("several lines stay lines", () => {
  expect(printableLines("one\n\ttwo\u001b")).toBe("one\n\\ttwo\\u001b");
});

test("JSON stays the same value", () => {
  const value = { who: "a\u009b\u202e\u007f\n\u001b", list: ["\u2028"] };
  const json = printableJson(value);
  expect(JSON.parse(json)).toEqual(value);
  expect(json).toBe('{\n  "who": "a\\u009b\\u202e\\u007f\\n\\u001b",\n  "list": [\n    "\\u2028"\n  ]\n}');
});
