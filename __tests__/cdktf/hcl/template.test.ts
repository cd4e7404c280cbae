import { parse } from "@cdktf/hcl2json";
import fc from "fast-check";
import { expression, literal } from "../../../src/cdktf/hcl/expression";
import { hereDocument, quotedLiteral, quotedTemplate, templateExpression } from "../../../src/cdktf/hcl/template";

describe("templateExpression", () => {
  test.each([
    ["plain text", "plain", '"plain"'],
    ["a reference alone", "${aws_vpc.vpc.id}", "aws_vpc.vpc.id"],
    ["a reference in text", "vpc/${aws_vpc.vpc.id}", '"vpc/${aws_vpc.vpc.id}"'],
    ["two references", "${var.a}${var.b}", '"${var.a}${var.b}"'],
    ["braces and quotes in an expression", '${jsonencode({"a" = "}"})}', 'jsonencode({"a" = "}"})'],
    ["a template within an expression", '${join("-", ["${var.a}}"])}', 'join("-", ["${var.a}}"])'],
    ["an escaped quote within an expression", '${upper("\\"}")}', 'upper("\\"}")'],
    ["quotes around a reference", '"${var.a}"', '"\\"${var.a}\\""'],
    ["an escaped sequence", "$${HOME} %%{if}", '"$${HOME} %%{if}"'],
    ["a directive", "%{if var.a}x%{endif}", '"%{if var.a}x%{endif}"'],
    ["a directive alone", "%{if var.a}", '"%{if var.a}"'],
    ["a sequence that strips space", "${~ var.a ~}", '"${~ var.a ~}"'],
    ["an expression of several lines", "${var.a ?\n1 : 2}", '"${var.a ?\n1 : 2}"'],
    ["lone signs", "100% $5 }", '"100% $5 }"'],
    ["control characters", "\t\r\u0001", '"\\t\\r\\u0001"'],
  ])("writes %s", (_case, text, hcl) => {
    expect(templateExpression(text)).toBe(hcl);
  });

  test.each([
    ["brace", "a ${var.b", "has a sequence without its closing brace"],
    ["quote", '${upper("a}', "has a string without its closing quote"],
  ])("fails on a missing %s", (_case, text, message) => {
    expect(() => templateExpression(text)).toThrow(message);
  });
});

describe("quotedTemplate", () => {
  test("keeps a single reference in quotes, as object keys require", () => {
    expect(quotedTemplate("${var.a}")).toBe('"${var.a}"');
  });
});

describe("quotedLiteral", () => {
  test("escapes sequences", () => {
    expect(quotedLiteral('${a} %{b} "c"')).toBe('"$${a} %%{b} \\"c\\""');
  });

  test("means the same text to an HCL parser, for any text", async () => {
    const text = fc.string().filter((one) => !/[$%]\{/.test(one));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 50, maxLength: 50 }), async (texts) => {
        const parsed = await parse("texts.tf", `texts = [${texts.map(quotedLiteral).join(", ")}]`);
        expect(parsed).toEqual({ texts });
      }),
      { numRuns: 10 },
    );
  });
});

describe("hereDocument", () => {
  test("contains lines that all end with a newline", () => {
    expect(hereDocument("first\nsecond ${var.a}\n")).toBe("<<EOT\nfirst\nsecond ${var.a}\nEOT");
  });

  test.each([
    ["one line", "first\n"],
    ["a last line without newline", "first\nsecond"],
    ["carriage returns", "first\r\nsecond\r\n"],
    ["a line that would end it", "first\n  EOT\nsecond\n"],
  ])("is not used for %s", (_case, text) => {
    expect(hereDocument(text)).toBeUndefined();
  });
});

describe("expression", () => {
  test.each([
    ["null", null, "null"],
    ["a number", 443, "443"],
    ["a boolean", false, "false"],
    ["a numeric string", "443", '"443"'],
    ["an empty list", [], "[]"],
    ["an empty object", {}, "{}"],
    ["a short list", ["a", 1, "${var.b}"], '["a", 1, var.b]'],
    ["a long list", ["a".repeat(50), "b".repeat(50)], `[\n"${"a".repeat(50)}",\n"${"b".repeat(50)}",\n]`],
    ["lines in a list", ["a\nb\n"], '["a\\nb\\n"]'],
    [
      "names and keys that are none",
      { a: 1, "b/c": 2, for: 3, null: 4 },
      '{\na = 1\n"b/c" = 2\n"for" = 3\n"null" = 4\n}',
    ],
    ["a key that is a reference", { "${var.a}": 1 }, '{\n"${var.a}" = 1\n}'],
  ])("writes %s", (_case, value, hcl) => {
    expect(expression(value)).toBe(hcl);
  });
});

describe("literal", () => {
  test("does not treat strings as templates", () => {
    expect(literal({ a: ["${var.b}"] })).toBe('{\na = ["$${var.b}"]\n}');
  });
});
