import { readdirSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** Sources as the TypeScript compiler understands them. */
export interface Sources {
  readonly checker: ts.TypeChecker;
  readonly files: readonly ts.SourceFile[];
}

/**
 * Reads all TypeScript files of a folder. What they import from packages is left out: reading the provider's types takes
 * minutes, and the reference shows them by their names.
 */
export function readSources(folder: string): Sources {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => path.join(folder, name))
    .sort();
  const program = ts.createProgram(names, {
    noResolve: true,
    noErrorTruncation: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
  });
  return { checker: program.getTypeChecker(), files: names.flatMap((name) => program.getSourceFile(name) ?? []) };
}

/**
 * The exported class of a name.
 *
 * @throws when the sources have none, or several
 */
export function exportedClass({ files }: Sources, name: string): ts.ClassDeclaration {
  const found = files.flatMap((file) =>
    file.statements.filter((statement) => ts.isClassDeclaration(statement) && statement.name?.text === name),
  ) as ts.ClassDeclaration[];
  const [declaration, ...others] = found;
  if (!declaration || others.length > 0) throw new Error(`there must be one class ${name}, got ${found.length}`);
  return declaration;
}
