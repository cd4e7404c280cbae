import {
  DefaultTokenResolver,
  Fn,
  Lazy,
  StringConcat,
  TerraformLocal,
  TerraformOutput,
  TerraformStack,
  Testing,
  Token,
  Tokenization,
} from "cdktf";
import * as tokens from "cdktf/lib/_tokens";
import fc from "fast-check";
import { resolveFast } from "../../src/cdktf/fast-resolution";

resolveFast();

const stack = new TerraformStack(Testing.app(), "test");
const resolver = new DefaultTokenResolver(new StringConcat());

function byCdktf(value: unknown): unknown {
  return Tokenization.resolve(value, { scope: stack, preparing: false, resolver });
}

const fast = (value: unknown): unknown => tokens.resolve(stack, value);

/** The result, or the message of the error. */
function outcome(resolve: (value: unknown) => unknown, value: unknown): unknown {
  try {
    return { resolved: resolve(value) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

const upper = () => Fn.upper("a");
const text = Token.asString({ resolve: () => "resolved", creationStack: [] });
const number = Token.asNumber(upper());
const list = Token.asList(upper());
const map = Token.asStringMap(upper());

test("the function of CDKTF is replaced", () => {
  expect(tokens.resolve.toString()).not.toContain("Tokenization");
});

test.each([
  ["plain values", { a: [1, "b", true, null, { c: undefined }], d: undefined, e: [undefined, 2], f: {} }],
  ["strings of a configuration", ["${aws_vpc.vpc.id}", "$${literal}", "%{ if true }a%{ endif }", "1e5", "-e1", ""]],
  ["numbers", [0, -0, 1.5, 1e21, Number.MAX_SAFE_INTEGER]],
  ["a token in a string", { a: `before ${text} after ${text}`, b: text }],
  ["a number", [number, `port ${number}`, { port: number }]],
  ["a list", { list, nested: { list } }],
  ["a map", { map, nested: [map] }],
  ["a key", { [text]: "value" }],
  [
    "a lazy value",
    { a: Lazy.stringValue({ produce: () => `x-${text}` }), b: Lazy.anyValue({ produce: () => [1, text] }) },
  ],
  ["an object with its own resolve", { a: { resolve: () => ({ b: text }), creationStack: [] } }],
  ["a date", { at: new Date(0) }],
  ["a list in which a list token is not alone", ["a", ...list]],
  ["a list token as a string", { a: list[0] }],
  ["the value of a map token as a string", [Token.STRING_MAP_TOKEN_VALUE]],
  ["the value of a map token as a number", [Token.NUMBER_MAP_TOKEN_VALUE]],
  ["a function", { a: { b: () => 1 } }],
  ["a construct", { a: stack }],
  ["an error of a token", { a: { b: Lazy.stringValue({ produce: () => Fn.join(",", undefined as never) }) } }],
])("%s is resolved as by CDKTF, or refused with the same message", (_, value) => {
  expect(outcome(fast, value)).toEqual(outcome(byCdktf, value));
});

test("a value that contains itself is refused as by CDKTF", () => {
  const circular: Record<string, unknown> = {};
  circular.a = circular;
  expect(outcome(fast, circular)).toEqual(outcome(byCdktf, circular));
  expect(outcome(fast, circular)).toMatchObject({ error: expect.stringMatching(/circular/i) as string });
});

test("any nesting of values and tokens is resolved as by CDKTF, or refused with the same message", () => {
  const leaf = fc.oneof(
    fc.string(),
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.constantFrom(null, undefined, text, number, list, list[0], map, `${text}-${number}`, "${a.b}"),
  );
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.array(tie("node"), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.string(), fc.constantFrom(text, "name", "e+300")), tie("node"), { maxKeys: 4 }),
    ),
  })).node;
  fc.assert(
    fc.property(value, (one) => {
      expect(outcome(fast, one)).toEqual(outcome(byCdktf, one));
    }),
    { numRuns: 500 },
  );
});

test("a reference to another stack is prepared, so that it becomes an output of that stack", () => {
  const app = Testing.app();
  const [from, to] = [new TerraformStack(app, "from"), new TerraformStack(app, "to")];
  const source = new TerraformLocal(from, "source", "value");
  new TerraformOutput(to, "target", { value: { nested: [source.fqn] } });
  to.prepareStack();
  expect(to.dependencies).toEqual([from]);
  expect(JSON.stringify(to.toTerraform())).toContain("data.terraform_remote_state.cross-stack-reference-input-from");
});
