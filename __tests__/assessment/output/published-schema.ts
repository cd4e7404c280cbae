import { readFileSync } from "node:fs";
import Ajv from "ajv";

/**
 * The test of a document against its published schema, where an environment variable names the file of that schema: it
 * is downloaded, since it is not part of this repository.
 *
 * @param variable `OSCAL_SCHEMA` or `SARIF_SCHEMA`
 */
export function testAgainstSchema(variable: "OSCAL_SCHEMA" | "SARIF_SCHEMA", title: string, document: () => unknown) {
  const file = process.env[variable];
  if (file === undefined) {
    test.skip(`${title} (skipped: ${variable} names no file)`, () => undefined);
    return;
  }
  test(title, () => {
    // SARIF's schema is of draft 7 with the identifier of draft 4, which ajv refuses.
    const { id: _, ...schema } = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
    validate(document());
    expect(validate.errors ?? []).toEqual([]);
  });
}
