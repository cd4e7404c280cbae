import { readdirSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** Sources as the TypeScript compiler understands them. */
export interface Sources {
  readonly checker: ts.TypeChecker;
  readonly files: readonly ts.SourceFile[];
}

/** Packages whose types are read: options are schemas of zod. */
const read = ["zod"];

/**
 * Reads all TypeScript files in some folders. What they import from most packages is omitted: reading the provider's
 * types takes minutes, and the reference shows only their names.
 */
export function readSources(...folders: readonly string[]): Sources {
  const names = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => path.join(folder, name))
      .sort(),
  );
  const options: ts.CompilerOptions = {
    noErrorTruncation: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    skipLibCheck: true,
    strict: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  rememberDeclarations(host);
  host.resolveModuleNameLiterals = (literals, file) =>
    literals.map(({ text }) => {
      const isRead = text.startsWith(".") || read.includes(text) || file.includes("/node_modules/");
      return isRead ? ts.resolveModuleName(text, file, options, host) : { resolvedModule: undefined };
    });
  const program = ts.createProgram(names, options, host);
  return { checker: program.getTypeChecker(), files: names.flatMap((name) => program.getSourceFile(name) ?? []) };
}

/** The files of packages, which do not change. */
const declarations = new Map<string, ts.SourceFile>();

/** Has the files of packages parsed once for all programs. */
function rememberDeclarations(host: ts.CompilerHost): void {
  const parse = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...more) => {
    if (!file.includes("/node_modules/")) return parse(file, ...more);
    const parsed = declarations.get(file) ?? parse(file, ...more);
    if (parsed) declarations.set(file, parsed);
    return parsed;
  };
}

/**
 * The class with the given name.
 *
 * @throws when the sources contain none, or more than one
 */
export function classNamed({ files }: Sources, name: string): ts.ClassDeclaration {
  return only(
    files.flatMap(({ statements }) => statements.filter(ts.isClassDeclaration)),
    "class",
    name,
  );
}

/**
 * The interface or type alias with the given name.
 *
 * @throws when the sources contain none, or more than one
 */
export function typeNamed({ files }: Sources, name: string): ts.InterfaceDeclaration | ts.TypeAliasDeclaration {
  const isType = (node: ts.Node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
  return only(
    files.flatMap(({ statements }) => statements.filter(isType)),
    "type",
    name,
  );
}

function only<Declaration extends ts.DeclarationStatement>(
  declarations: readonly Declaration[],
  kind: string,
  name: string,
): Declaration {
  const found = declarations.filter((declaration) => declaration.name?.text === name);
  const [declaration, ...others] = found;
  if (!declaration || others.length > 0) throw new Error(`there must be one ${kind} ${name}, got ${found.length}`);
  return declaration;
}
