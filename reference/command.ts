import { writeFileSync } from "node:fs";
import path from "node:path";
import { CommandError } from "../src/commands/cli/command-error";
import { npmScript, runCommand } from "../src/commands/cli/command-line";
import { projectRoot } from "../src/commands/cli/project";
import { generateReference } from "./pages";
import { generatePermissionsReference } from "./permissions/table";
import { reviewSchema, reviewSchemaFile } from "./review-schema";
import { generateSettingsReference } from "./settings/page";

const description =
  "Writes docs/constructs, docs/settings.md, docs/permissions.md and docs/review.schema.json from the sources: doc comments, " +
  "schemas and recorded permissions.";

const command = npmScript("docs", description).action(() => {
  const generators = [generateReference, generateSettingsReference, generatePermissionsReference];
  const references = generators.map((generate) => generate(projectRoot));
  const pages = Object.assign({}, ...references.map(({ pages }) => pages)) as Record<string, string>;
  const faults = references.flatMap(({ faults }) => faults);
  if (faults.length > 0) throw new CommandError(faults.join("\n"), "add what is missing to the doc comments");
  pages[path.join(projectRoot, reviewSchemaFile)] = reviewSchema();
  for (const [file, content] of Object.entries(pages)) {
    writeFileSync(file, content);
    console.log(`written to ${path.relative(projectRoot, file)}`);
  }
});

void runCommand(command);
