import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runInNewContext } from "node:vm";
import ts from "typescript";
import { z } from "zod";
import { readSources } from "../../../reference/program";
import { settingsMarkdown } from "../../../reference/settings/markdown";
import { generateSettingsReference } from "../../../reference/settings/page";
import { readRules, readSections, settingsFaults } from "../../../reference/settings/reader";
import { projectRoot } from "../../../src/commands/cli/project";
import { type EnvironmentSettings, environmentSchema } from "../../../src/settings/environment";
import { type OrganizationSettings, organizationSchema } from "../../../src/settings/organization";
import { text } from "../../../src/options/schema";
import { validateSettings } from "../../../src/settings/validate";
import { pathsOf } from "../../support/schema-paths";

const file = path.join(projectRoot, "docs", "settings.md");
const page = readFileSync(file, "utf8");
const reference = generateSettingsReference(projectRoot);

describe("the reference of the settings", () => {
  test("is up to date", () => {
    expect(page).toBe(reference.pages[file]);
  });

  test("has a doc comment for each setting and rule, and a default for each optional setting", () => {
    expect(reference.faults).toEqual([]);
  });

  test("lists every setting that the schemas declare", () => {
    const declared = [...pathsOf(organizationSchema, "organization"), ...pathsOf(environmentSchema)];
    const listed = [...page.matchAll(/^\| `([^`]+)` \| /gm)].map(([, name]) => name);
    expect(declared.length).toBeGreaterThan(70);
    expect([...listed].sort()).toEqual([...declared].sort());
  });

  test("links only to sections that it has", () => {
    const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
      title
        .toLowerCase()
        .replace(/[^\w -]/g, "")
        .replaceAll(" ", "-"),
    );
    const links = [...page.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor = ""]) => anchor);
    expect(links.length).toBeGreaterThan(30);
    expect(links.filter((anchor) => !headings.includes(anchor))).toEqual([]);
    expect(new Set(headings).size).toBe(headings.length);
  });

  test("begins with an example of settings that are valid", () => {
    const [, example = ""] = /```ts\n(.*?)```/s.exec(page) ?? [];
    const { outputText } = ts.transpileModule(example, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
    const exports = {} as { organization: OrganizationSettings; prod: EnvironmentSettings };
    runInNewContext(outputText, { exports });
    expect(validateSettings(exports.organization, [exports.prod], new Date("2026-05-01")).warnings).toEqual([
      expect.stringContaining("terraform-user also writes the state"),
    ]);
  });
});

describe("a reference of settings", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "settings-reference-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function sectionsOf(source: string, schema: z.ZodObject) {
    writeFileSync(path.join(folder, "settings.ts"), source);
    const sources = readSources(folder);
    return { sections: readSections(sources, "Thing", schema, ""), rules: readRules(sources) };
  }

  test("says which setting has no comment or no default, and which rule has no comment", () => {
    const { sections, rules } = sectionsOf(
      `interface Part { readonly inner?: string }
       interface Thing {
         readonly bare: string;
         /** Parts. */
         readonly parts: Readonly<Record<string, Part>>;
         /** Optional. */
         readonly list?: readonly Part[];
       }
       function refuseAll() {}`,
      z.object({
        bare: z.string(),
        parts: z.record(z.string(), z.object({ inner: z.string().optional() })),
        list: z.array(z.object({ inner: z.string().optional() })).default([]),
      }),
    );
    expect(settingsFaults(sections, rules)).toEqual([
      "bare has no doc comment",
      "list is optional and has no @default",
      "parts.<name>.inner has no doc comment",
      "parts.<name>.inner is optional and has no @default",
      "list[].inner has no doc comment",
      "list[].inner is optional and has no @default",
      "refuseAll has no doc comment",
    ]);
  });

  test("is refused of an interface and a schema that differ", () => {
    const source = "interface Thing { readonly one: string; readonly two: { readonly three: string } }";
    expect(() => sectionsOf(source, z.object({}))).toThrow("Thing.one has no schema");
    const schema = z.object({ one: z.string(), two: z.object({ three: z.string() }) });
    expect(() => sectionsOf(source, schema)).toThrow("two has fields in the schema and no interface");
  });

  test("is tables in Markdown with links, in which placeholders and patterns stay as they are", () => {
    const { sections, rules } = sectionsOf(
      `/** A part. */
       interface Part {
         /** Its form. @default - \`x\` */
         readonly inner?: string;
       }
       /** A thing. */
       interface Thing {
         /** Its part. */
         readonly part: Part;
       }
       /** \`part\`: fits. */
       function refuseUnfit() {}`,
      z.object({ part: z.object({ inner: text(/^x/, 'such as "<x>_*"').default("x") }) }),
    );
    expect(settingsMarkdown([{ title: "Things", sections }], rules)).toBe(
      [
        "- [Things](#things)",
        "  - [`part`](#part)",
        "- [Rules between settings](#rules-between-settings)\n",
        "## Things\n",
        "A thing.\n",
        "| setting | type | default | meaning and allowed values |",
        "| --- | --- | --- | --- |",
        "| `part` | `settings`<br>[fields](#part) | required | Its part. |\n",
        "### `part`\n",
        "A part.\n",
        "| setting | type | default | meaning and allowed values |",
        "| --- | --- | --- | --- |",
        '| `part.inner` | `string` | `x` | Its form.<br>Allowed: such as "\\<x>\\_\\*" |\n',
        "## Rules between settings\n",
        "- `part`: fits.\n",
      ].join("\n"),
    );
  });
});
