import { code, defaultOf, meaning, table } from "../markdown";
import type { Rule, Section, Setting } from "./reader";

/** A file of settings: its title, and the sections of its settings. */
export interface SettingsFile {
  readonly title: string;
  readonly sections: readonly Section[];
}

/** The generated part of the page: contents, a table for each section, and the rules between settings. */
export function settingsMarkdown(files: readonly SettingsFile[], rules: readonly Rule[]): string {
  const rulesTitle = "Rules between settings";
  return [
    [...files.flatMap(contents), `- ${link(rulesTitle)}`, ""].join("\n"),
    ...files.flatMap(({ title, sections }) => sections.map((section) => sectionText(title, section))),
    [`## ${rulesTitle}\n`, ...rules.map((rule) => `- ${meaning(rule)}`), ""].join("\n"),
  ].join("\n");
}

/** The first section of a file has the title of the file. */
function titleOf(file: string, { path }: Section): string {
  return path === "" || path === "organization" ? file : code(path);
}

function contents({ title, sections: [first, ...others] }: SettingsFile): string[] {
  if (!first) return [];
  return [`- ${link(title)}`, ...others.map((section) => `  - ${link(titleOf(title, section))}`)];
}

function sectionText(file: string, section: Section): string {
  const title = titleOf(file, section);
  const rows = section.settings.map((setting) => {
    return [code(setting.path), typeText(setting), defaultOf(setting), meaningAndAllowed(setting)];
  });
  return [
    `${title === file ? "##" : "###"} ${title}\n`,
    ...(section.text ? [`${section.text}\n`] : []),
    table(["setting", "type", "default", "meaning and allowed values"], rows),
  ].join("\n");
}

function typeText({ type, section }: Setting): string {
  return section === undefined ? code(type) : `${code(type)}<br>[fields](#${anchor(section)})`;
}

function meaningAndAllowed(setting: Setting): string {
  const { allowed } = setting;
  return allowed.length > 0 ? `${meaning(setting)}<br>Allowed: ${escaped(allowed.join("; "))}` : meaning(setting);
}

/** Placeholders such as `<region>` would be rendered as HTML, and pairs of `*` and `_` as emphasis. */
function escaped(text: string): string {
  return text.replace(/[<*_]/g, "\\$&");
}

function link(title: string): string {
  return `[${title}](#${anchor(title)})`;
}

/** The anchor that GitHub gives a heading. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .replaceAll(" ", "-");
}
