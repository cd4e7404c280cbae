import path from "node:path";
import { environmentSchema } from "../../src/settings/environment";
import { organizationSchema } from "../../src/settings/organization";
import { generatedPage, type Reference } from "../pages";
import { readSources, type Sources } from "../program";
import { settingsMarkdown } from "./markdown";
import { readRules, readSections, type Section, settingsFaults } from "./reader";

/** All settings, by the file that they are set in. */
export function readSettings(sources: Sources): { organization: Section[]; environment: Section[] } {
  return {
    organization: readSections(sources, "OrganizationSettings", organizationSchema, "organization"),
    environment: readSections(sources, "EnvironmentSettings", environmentSchema, ""),
  };
}

/** Reads the project's settings, and the constructs that define some of their types. */
export function settingsSources(root: string): Sources {
  return readSources(...["settings", "constructs", "options"].map((folder) => path.join(root, "src", folder)));
}

/**
 * Reads the settings and generates their page in memory.
 *
 * @param root the project's folder
 * @throws when the page has no line that marks where its generated part begins
 */
export function generateSettingsReference(root: string): Reference {
  const sources = settingsSources(root);
  const { organization, environment } = readSettings(sources);
  const ofSettings = sources.files.filter(({ fileName }) => {
    return fileName.startsWith(path.join(root, "src", "settings")) || fileName.endsWith("-options.ts");
  });
  const rules = readRules({ ...sources, files: ofSettings });
  const files = [
    { title: "Organization", sections: organization },
    { title: "Environment", sections: environment },
  ];
  const file = path.join(root, "docs", "settings.md");
  return {
    pages: { [file]: generatedPage(file, settingsMarkdown(files, rules)) },
    faults: settingsFaults([...organization, ...environment], rules),
  };
}
