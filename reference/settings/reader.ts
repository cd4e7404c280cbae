import ts from "typescript";
import { z } from "zod";
import { propFaults, undocumented } from "../faults";
import { type Group, groupOf } from "../groups";
import { type Sources, typeNamed } from "../program";
import { type Doc, readDoc, readGroup } from "../reader";
import { allowedBy, bare, typeOf } from "./schema-text";

/** One setting, from its doc comment and its schema. */
export interface Setting extends Doc {
  /** Path as in error messages; `<name>` stands for a name that the operator chooses, `[]` for an element of a list. */
  readonly path: string;
  readonly type: string;
  readonly optional: boolean;

  /** Allowed values beyond the type, as text. */
  readonly allowed: readonly string[];

  /** Path of the section with its fields, if it has any. */
  readonly section?: string;
}

/** Settings that belong together. */
export interface Section extends Doc {
  /** Path of what its settings are fields of; empty for the settings of an environment. */
  readonly path: string;
  readonly settings: readonly Setting[];
}

/**
 * Reads a type of settings together with its schema: its own settings first, then, in the order of the schema, those
 * that have fields.
 *
 * @throws when the type and the schema do not have the same fields
 */
export function readSections(sources: Sources, name: string, schema: z.ZodObject, path: string): Section[] {
  const group = groupOf(sources.checker.getTypeAtLocation(typeNamed(sources, name)), sources.checker);
  if (!group) throw new Error(`${name} must be an interface, or the type of a schema`);
  return sectionsOf(group, schema, path, sources.checker);
}

function sectionsOf(group: Group, schema: z.ZodObject, path: string, checker: ts.TypeChecker): Section[] {
  const names = Object.keys(schema.shape);
  const members = readGroup(group, checker).sort(
    (one, other) => names.indexOf(one.member.name) - names.indexOf(other.member.name),
  );
  const read = members.map(({ member, groups: [inner] }) => {
    const field = (schema.shape as Readonly<Record<string, z.core.$ZodType>>)[member.name];
    if (!field) throw new Error(`${group.name}.${member.name} has no schema`);
    const fieldPath = path === "" ? member.name : `${path}.${member.name}`;
    const fields = fieldsOf(field, fieldPath);
    if (fields && !inner) throw new Error(`${fieldPath} has fields in the schema and no interface`);
    const { text, byDefault, see, optional } = member;
    const doc = { text, byDefault, see, optional };
    const setting = { ...doc, path: fieldPath, type: typeOf(field), allowed: allowedBy(field), section: fields?.path };
    return { setting, sections: fields && inner ? sectionsOf(inner, fields.schema, fields.path, checker) : [] };
  });
  const settings = read.map(({ setting }) => setting);
  return [{ ...readDoc(group.declaration, checker), path, settings }, ...read.flatMap(({ sections }) => sections)];
}

/** The fields of a setting, whether it is one group, a list of groups, or a record of groups. */
function fieldsOf(schema: z.core.$ZodType, path: string): { schema: z.ZodObject; path: string } | undefined {
  const value = bare(schema);
  if (value instanceof z.ZodObject) return { schema: value, path };
  if (value instanceof z.ZodArray) return fieldsOf(value.element, `${path}[]`);
  return value instanceof z.ZodRecord ? fieldsOf(value.valueType, `${path}.<name>`) : undefined;
}

/** A rule about several settings. */
export interface Rule extends Doc {
  /** Name of the function that enforces it. */
  readonly name: string;
}

/** The rules, which are functions whose names begin with `refuse`, in the order of the files. */
export function readRules({ files, checker }: Sources): Rule[] {
  return files
    .flatMap(({ statements }) => statements.filter(ts.isFunctionDeclaration))
    .filter(({ name }) => name?.text.startsWith("refuse"))
    .map((declaration) => ({ name: declaration.name?.text ?? "", ...readDoc(declaration, checker) }));
}

/** What is missing from the doc comments of settings and rules, one line each. */
export function settingsFaults(sections: readonly Section[], rules: readonly Rule[]): string[] {
  return [
    ...sections.flatMap(({ settings }) => settings.flatMap((setting) => propFaults(setting.path, setting))),
    ...rules.flatMap((rule) => undocumented(rule.name, rule)),
  ];
}
