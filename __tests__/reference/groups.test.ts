import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { faultsOf } from "../../reference/faults";
import { readSources } from "../../reference/program";
import { readConstruct } from "../../reference/reader";
import { projectRoot } from "../../src/commands/cli/project";

describe("the reference of a construct whose options are a schema", () => {
  const root = mkdtempSync(path.join(tmpdir(), "reference-"));
  const folder = path.join(root, "sources");
  mkdirSync(folder);
  symlinkSync(path.join(projectRoot, "node_modules"), path.join(root, "node_modules"));
  const schema = path.relative(folder, path.join(projectRoot, "src", "options", "schema"));
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  function referenceOf(source: string) {
    const imports = `
      import { z } from "zod";
      import { type OptionsOf, byName, distinct, group, text, wholeNumber } from "${schema}";
    `;
    writeFileSync(path.join(folder, "thing.ts"), imports + source);
    return readConstruct(readSources(folder), "Thing", folder);
  }

  const thing = referenceOf(`
    /** A wheel. */
    const wheel = group({
      /** Width of the tire. */
      width: wholeNumber(1),
    });

    /** A part of things. */
    const partFields = group({
      /** Its kind. @default - \`round\` */
      kind: z.enum(["round", "square"]).default("round"),
      /** Its wheels. @default - none */
      wheels: z.array(wheel).default([]),
    });

    const name = text(/x/, "x");
    const thingOptions = group({
      /** Size. @default - 3 */
      size: wholeNumber(1).default(3),
      /** Its name. */
      name,
      /** Parts by name. */
      parts: byName(name, partFields),
      /** Labels. @default - none */
      labels: distinct(name, { atLeast: 0, of: "labels" }).optional(),
    });

    export interface ThingProps extends OptionsOf<typeof thingOptions> {
      /** Given by the stack. */
      readonly region: string;
    }

    /** A thing. */
    export class Thing {
      constructor(scope: Construct, id: string, props: ThingProps) {}
    }
  `);

  test("has the doc comments and defaults of the schema's fields, beside the props of the interface, required ones first", () => {
    expect(thing.props).toMatchObject({
      name: "ThingProps",
      props: [
        { name: "region", type: "string", optional: false, text: "Given by the stack." },
        { name: "name", type: "string", optional: false, text: "Its name." },
        { name: "parts", type: "Record<string, PartOptions>", optional: false, interfaces: ["PartOptions"] },
        { name: "size", type: "number", optional: true, byDefault: "3" },
        { name: "labels", type: "string[]", optional: true, byDefault: "none" },
      ],
    });
    expect(faultsOf(thing)).toEqual([]);
  });

  test("has the groups within them, named after their schemas, with the schemas' doc comments", () => {
    expect(thing.parts).toMatchObject([
      {
        name: "PartOptions",
        text: "A part of things.",
        props: [
          { name: "kind", type: '"round" | "square"', byDefault: "`round`" },
          { name: "wheels", type: "Wheel[]", byDefault: "none" },
        ],
      },
      { name: "Wheel", text: "A wheel.", props: [{ name: "width", type: "number", optional: false }] },
    ]);
  });

  test("names props after their type if that is only the type of a schema", () => {
    const short = referenceOf(`
      const base = group({
        /** Its name. */
        name: z.string(),
      });
      const fields = base.extend({
        /** Its size. @default - 3 */
        size: z.number().default(3),
      });
      /** Props of a thing. */
      export type ThingProps = OptionsOf<typeof fields>;
      /** A thing. */
      export class Thing {
        constructor(scope: Construct, id: string, props: ThingProps) {}
      }
    `);
    expect(short.props).toMatchObject({
      name: "ThingProps",
      text: "Props of a thing.",
      props: [{ name: "name" }, { name: "size" }],
    });
  });

  test("states which field has no doc comment or no default", () => {
    const undocumented = referenceOf(`
      const fields = group({
        bare: z.string(),
        /** Optional. */
        list: z.array(z.string()).default([]),
      });
      export interface ThingProps extends OptionsOf<typeof fields> {}
      /** A thing. */
      export class Thing {
        constructor(scope: Construct, id: string, props: ThingProps) {}
      }
    `);
    expect(faultsOf(undocumented)).toEqual([
      "ThingProps.bare has no doc comment",
      "ThingProps.list is optional and has no @default",
    ]);
  });
});
