import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import type { Project, SourceLine } from "../model/project";
import type { SettingReference } from "./setting-of";

/** An object of the settings in the source code. */
interface Written {
  readonly file: ts.SourceFile;
  readonly object: ts.ObjectLiteralExpression;
}

/**
 * Where the settings of a checkout are written: the line of a setting, or of the nearest setting around it that is
 * written. Settings that code computes, and defaults, have no line.
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
    if (!found) return undefined;
    const { line } = written.file.getLineAndCharacterOfPosition(found.getStart(written.file));
    return { file: path.relative(root, written.file.fileName).split(path.sep).join("/"), line: line + 1 };
  };
}

function sourceFiles(folder: string): ts.SourceFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) => path.join(folder, name))
    .map((name) => ts.createSourceFile(name, readFileSync(name, "utf8"), ts.ScriptTarget.Latest, true));
}

function visitObjects(node: ts.Node, visit: (object: ts.ObjectLiteralExpression) => void): void {
  if (ts.isObjectLiteralExpression(node)) visit(node);
  ts.forEachChild(node, (child) => {
    visitObjects(child, visit);
  });
}

/** The property at the end of the path, or the last one on the way that is written. */
function deepest(object: ts.ObjectLiteralExpression, keys: readonly string[]): ts.Node | undefined {
  const [key = "", ...rest] = keys;
  const property = propertyIn(object, key);
  if (!property) return undefined;
  const value = valueOf(property);
  const inner = value && ts.isObjectLiteralExpression(value) && rest.length > 0 ? deepest(value, rest) : undefined;
  return inner ?? property;
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
