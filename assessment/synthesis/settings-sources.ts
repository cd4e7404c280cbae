import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { isObject } from "../../src/cdktf/terraform-json";
import type { Project, SourceLine } from "../model/project";
import type { SettingReference } from "./setting-of";

/** An object of the settings in the source code. */
interface Written {
  readonly file: ts.SourceFile;
  readonly object: ts.ObjectLiteralExpression;
}

/**
 * Where the settings of a checkout are written: the line of a setting, or of the nearest setting around it that is
 * written. Settings that code computes, and defaults, have no line, nor have values that the program replaces.
 *
 * @param root folder of the checkout, whose `environments/` is read
 */
export function settingsSources(
  root: string,
  settings: Project["settings"],
): (setting: SettingReference) => SourceLine | undefined {
  const files = sourceFiles(path.join(root, "environments"));
  const owners = new Map<unknown, Written>();
  const known = new Set(settings.environments.map(({ name }) => name));
  for (const file of files) {
    visitObjects(file, (object) => {
      const name = textOf(valueIn(object, "name"));
      if (valueIn(object, "stateBucketPrefix")) owners.set("organization", { file, object });
      else if (known.has(name) && valueIn(object, "account") && !owners.has(name)) owners.set(name, { file, object });
    });
  }
  return ({ owner, keys }) => {
    const written = owners.get(owner);
    if (!written) return undefined;
    const found = deepest(written.object, keys);
    if (!found || !agrees(found.property, valueAt(effective(owner, settings), keys.slice(0, found.depth))))
      return undefined;
    const { line } = written.file.getLineAndCharacterOfPosition(found.property.getStart(written.file));
    return { file: path.relative(root, written.file.fileName).split(path.sep).join("/"), line: line + 1 };
  };
}

/** The files of the folder that `index.ts` reads, itself included; schemas and other code of `src/` are no settings. */
function sourceFiles(folder: string, file = path.join(folder, "index.ts"), seen = new Set<string>()): ts.SourceFile[] {
  if (seen.has(file) || !file.startsWith(`${folder}${path.sep}`) || !existsSync(file)) return [];
  seen.add(file);
  const text = readFileSync(file, "utf8");
  const imported = ts.preProcessFile(text).importedFiles.filter(({ fileName }) => fileName.startsWith("."));
  return [
    ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true),
    ...imported.flatMap(({ fileName }) =>
      sourceFiles(folder, path.join(path.dirname(file), `${fileName.replace(/\.[jt]s$/, "")}.ts`), seen),
    ),
  ];
}

function visitObjects(node: ts.Node, visit: (object: ts.ObjectLiteralExpression) => void): void {
  if (ts.isObjectLiteralExpression(node)) visit(node);
  ts.forEachChild(node, (child) => {
    visitObjects(child, visit);
  });
}

/** A property, and how many names of a path lead to it. */
interface Found {
  readonly property: ts.ObjectLiteralElementLike;
  readonly depth: number;
}

/** The property at the end of the path, or the last one on the way that is written. */
function deepest(object: ts.ObjectLiteralExpression, keys: readonly string[], depth = 1): Found | undefined {
  const [key = "", ...rest] = keys;
  const property = propertyIn(object, key);
  if (!property) return undefined;
  const value = valueOf(property);
  const inner = value && ts.isObjectLiteralExpression(value) ? deepest(value, rest, depth + 1) : undefined;
  return inner ?? { property, depth };
}

function effective(owner: string, { organization, environments }: Project["settings"]): unknown {
  return owner === "organization" ? organization : environments.find(({ name }) => name === owner);
}

function valueAt(settings: unknown, keys: readonly string[]): unknown {
  return keys.reduce((value, key) => (isObject(value) ? value[key] : undefined), settings);
}

/** Whether the literals of a property are those of the validated settings; what code computes is not compared. */
function agrees(property: ts.ObjectLiteralElementLike, value: unknown): boolean {
  const written = valueOf(property);
  return written === undefined || literalAgrees(written, value);
}

function literalAgrees(written: ts.Expression, value: unknown): boolean {
  if (ts.isStringLiteralLike(written)) return written.text === value;
  if (ts.isNumericLiteral(written)) return Number(written.text) === value;
  if (written.kind === ts.SyntaxKind.TrueKeyword || written.kind === ts.SyntaxKind.FalseKeyword)
    return value === (written.kind === ts.SyntaxKind.TrueKeyword);
  if (ts.isArrayLiteralExpression(written))
    return Array.isArray(value) && written.elements.every((one, index) => literalAgrees(one, value[index]));
  if (!ts.isObjectLiteralExpression(written)) return true;
  return written.properties.every((one) => {
    const name = one.name && nameOf(one.name);
    return name === undefined || agrees(one, isObject(value) ? value[name] : undefined);
  });
}

function propertyIn(object: ts.ObjectLiteralExpression, key: string): ts.ObjectLiteralElementLike | undefined {
  return object.properties.find((property) => property.name !== undefined && nameOf(property.name) === key);
}

function nameOf(name: ts.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}

function valueIn(object: ts.ObjectLiteralExpression, key: string): ts.Node | undefined {
  const property = propertyIn(object, key);
  return property && (valueOf(property) ?? property);
}

function valueOf(property: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (!ts.isPropertyAssignment(property)) return undefined;
  let value = property.initializer;
  while (ts.isSatisfiesExpression(value) || ts.isAsExpression(value) || ts.isParenthesizedExpression(value)) {
    value = value.expression;
  }
  return value;
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}
