import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { faultsOf } from "../../reference/faults";
import { markdown } from "../../reference/markdown";
import { generateReference, pageFile, pageNames, pages } from "../../reference/pages";
import { readSources } from "../../reference/program";
import { readConstruct } from "../../reference/reader";
import { projectRoot } from "../../src/commands/cli/project";

const reference = generateReference(projectRoot);
const files = Object.keys(reference.pages);

/** The constructs that stacks make, by the folder that they come from. */
function constructsInStacks(): string[] {
  const stacks = path.join(projectRoot, "src", "stacks");
  const sources = readdirSync(stacks, { encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return sources.flatMap((name) => {
    const text = readFileSync(path.join(stacks, name), "utf8");
    const imports = text.matchAll(/^import \{([^}]+)\} from "\.\.\/constructs\/(?:vpc|eks|ecr|kms)\/[^"]+";$/gm);
    return [...imports].flatMap(([, names = ""]) => names.match(/(?<!type )\b[A-Z]\w+/g) ?? []);
  });
}

describe("the reference of the constructs", () => {
  test.each(files.map((file) => [path.relative(projectRoot, file), file]))("%s is up to date", (_, file) => {
    expect(readFileSync(file, "utf8")).toBe(reference.pages[file]);
  });

  test("has a doc comment for each prop and attribute, and a default for each optional prop", () => {
    expect(reference.faults).toEqual([]);
  });

  test("has a page for each construct that a stack makes", () => {
    const listed: readonly string[] = Object.values(pages).flat();
    expect(constructsInStacks()).toEqual(expect.arrayContaining(["Vpc", "EksCluster", "EcrRepositories"]));
    expect(constructsInStacks().filter((name) => !listed.includes(name))).toEqual([]);
  });

  test.each(pageNames)("lists every prop that stands in the files of the constructs on the page %s", (page) => {
    const text = readFileSync(pageFile(projectRoot, page), "utf8");
    const sources = [...text.matchAll(/^Source: \[([^\]]+)\]/gm)].map(([, file = ""]) => file);
    expect(sources).toHaveLength(pages[page].length);
    const texts = sources.map((file) => readFileSync(path.join(projectRoot, file), "utf8"));
    const interfaces = texts.flatMap((text) => text.match(/^export interface \w+Props[^{]*\{\n.*?^\}/gms) ?? []);
    const schemas = texts.flatMap((text) => text.match(/(group|extend)\(\{\n.*?^\}\)/gms) ?? []);
    const props = [
      ...interfaces.flatMap((body) => [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)]),
      ...schemas.flatMap((body) => [...body.matchAll(/^ {2}(\w+)[:,]/gm)]),
    ];
    expect(props.length).toBeGreaterThan(0);
    expect(props.filter(([, prop = ""]) => !text.includes(`\n| \`${prop}\` | `)).map(([, prop]) => prop)).toEqual([]);
  });
});

describe("a reference", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "reference-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function referenceOf(source: string) {
    writeFileSync(path.join(folder, "thing.ts"), source);
    return readConstruct(readSources(folder), "Thing", folder);
  }

  test("says what is missing: comments, defaults, and defaults of what is required", () => {
    const thing = referenceOf(`
      export interface ThingProps {
        readonly bare: string;
        /** Has a default and needs none. @default - 1 */
        readonly required: number;
        /** Has no default. */
        readonly optional?: Part;
      }
      interface Part { readonly inner?: string }
      export class Thing {
        readonly attribute: string;
        private readonly hidden: string;
        constructor(scope: Construct, id: string, props: ThingProps) {}
      }
    `);

    expect(faultsOf(thing)).toEqual([
      "Thing has no doc comment",
      "ThingProps.bare has no doc comment",
      "ThingProps.required is required and has a @default",
      "ThingProps.optional is optional and has no @default",
      "Part.inner has no doc comment",
      "Part.inner is optional and has no @default",
      "Thing.attribute has no doc comment",
    ]);
  });

  test("writes types out as whoever uses them needs them, and follows inheritance", () => {
    const thing = referenceOf(`
      const known = { "a.example": 1, "b.example": 2 } as const;
      type Source = keyof typeof known;
      type Choice = "all" | "none" | readonly string[];
      type Release = "latest" | (string & {});
      type ByZone<Value> = Readonly<Record<string, Value>>;
      interface Base {
        /** Inherited. */
        readonly inherited: boolean;
      }
      interface Part {
        /** Of the part. */
        readonly part: string;
      }
      export interface ThingProps extends Base {
        /** One. */
        readonly source: Source;
        /** Two. */
        readonly choice: Choice;
        /** Three. */
        readonly release: Release;
        /** Four. */
        readonly zones: ByZone<number>;
        /** Five. */
        readonly parts: Readonly<Record<string, Omit<Part, "part">>>;
        /** Six. */
        readonly list: readonly ("x" | "y")[];
        /** Seven. */
        readonly inline: { readonly name: string; readonly size?: number };
      }
      /** A thing. */
      export class Thing {
        constructor(scope: Construct, id: string, props: ThingProps) {}
      }
    `);

    expect(Object.fromEntries(thing.props.props.map(({ name, type }) => [name, type]))).toEqual({
      source: '"a.example" | "b.example"',
      choice: '"all" | "none" | string[]',
      release: '"latest" | string',
      zones: "Record<string, number>",
      parts: 'Record<string, Omit<Part, "part">>',
      list: '("x" | "y")[]',
      inline: "{ name: string; size?: number }",
      inherited: "boolean",
    });
    expect(thing.parts.map(({ name }) => name)).toEqual(["Part"]);
  });

  test("is tables in Markdown, with a section for what props hold", () => {
    const thing = referenceOf(`
      export interface ThingProps {
        /**
         * How many, or \`all\`.
         * @default - 3
         * @see https://example.com/count
         */
        readonly count?: number | "all";

        /** What it is made of. */
        readonly part: Part;
      }
      /** A part. */
      interface Part {
        /** Its name. */
        readonly name: string;
      }
      /**
       * A thing.
       *
       * @throws when the count is negative
       * @see https://example.com/thing
       */
      export class Thing {
        /** Its id. */
        readonly thingId: string;
        constructor(scope: Construct, id: string, props: ThingProps) {}
      }
    `);

    expect(markdown([thing])).toBe(
      [
        "## Thing\n",
        "A thing.\n",
        "Refused at synthesis when the count is negative.\n",
        "Source: [thing.ts](../../thing.ts) ([docs](https://example.com/thing))\n",
        "### ThingProps\n",
        "| prop | type | default | meaning |",
        "| --- | --- | --- | --- |",
        "| `part` | [Part](#part) | required | What it is made of. |",
        '| `count` | `number \\| "all"` | `3` | How many, or `all`. ([docs](https://example.com/count)) |\n',
        "What it offers to others:\n",
        "| attribute | type | meaning |",
        "| --- | --- | --- |",
        "| `thingId` | `string` | Its id. |\n",
        "### Part\n",
        "A part.\n",
        "| prop | type | default | meaning |",
        "| --- | --- | --- | --- |",
        "| `name` | `string` | required | Its name. |\n",
      ].join("\n"),
    );
  });

  test("is refused of what is no construct", () => {
    expect(() => referenceOf("export class Thing {}")).toThrow("Thing must have a constructor of scope, id and props");
    expect(() => referenceOf("class Other {}")).toThrow("there must be one class Thing, got 0");
  });
});
