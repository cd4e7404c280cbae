import ts from "typescript";
import { inferredText } from "./groups";

/** A type as a reader of the reference sees it. */
export interface TypeText {
  readonly text: string;

  /** Interfaces of the project that it names. */
  readonly interfaces: readonly ts.InterfaceDeclaration[];
}

/** Writes a type: without `readonly`, which everything is, and with the members of named unions. */
export function typeText(node: ts.TypeNode, checker: ts.TypeChecker): TypeText {
  const interfaces = new Set<ts.InterfaceDeclaration>();
  const text = write(node, { checker, interfaces, given: new Map() });
  return { text, interfaces: [...interfaces] };
}

interface Writing {
  readonly checker: ts.TypeChecker;
  readonly interfaces: Set<ts.InterfaceDeclaration>;

  /** The types of the parameters of the alias that is being written. */
  readonly given: ReadonlyMap<string, string>;
}

function write(node: ts.TypeNode, writing: Writing): string {
  if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword) return write(node.type, writing);
  if (ts.isParenthesizedTypeNode(node)) return writeParenthesized(node, writing);
  if (ts.isUnionTypeNode(node)) return node.types.map((type) => write(type, writing)).join(" | ");
  if (ts.isArrayTypeNode(node)) return `${inParentheses(write(node.elementType, writing))}[]`;
  if (ts.isTypeReferenceNode(node)) return writeReference(node, writing);
  if (ts.isTypeLiteralNode(node)) return writeLiteral(node, writing);
  return node.getText();
}

/** `string & {}` is a string to which editors still offer the other members of its union. */
function writeParenthesized(node: ts.ParenthesizedTypeNode, writing: Writing): string {
  return /^string & \{\s*\}$/.test(node.type.getText()) ? "string" : write(node.type, writing);
}

function writeReference(node: ts.TypeReferenceNode, writing: Writing): string {
  const name = node.typeName.getText();
  const given = writing.given.get(name);
  if (given !== undefined) return given;
  const names = node.typeArguments?.map((argument) => write(argument, writing)) ?? [];
  if (name === "Readonly") return names.join();
  const declaration = declarationOf(node.typeName, writing.checker);
  if (declaration && ts.isInterfaceDeclaration(declaration)) writing.interfaces.add(declaration);
  if (declaration && ts.isTypeAliasDeclaration(declaration) && !declaration.getSourceFile().isDeclarationFile) {
    if (/^(OptionsOf|ParsedOptions)</.test(declaration.type.getText())) {
      return inferredText(writing.checker.getTypeFromTypeNode(node), writing.checker);
    }
    return writeAlias(declaration, names, writing);
  }
  return names.length > 0 ? `${name}<${names.join(", ")}>` : name;
}

/** The definition of the alias; `keyof` and similar operators as the resulting names. */
function writeAlias(declaration: ts.TypeAliasDeclaration, names: readonly string[], writing: Writing): string {
  const { type } = declaration;
  if (ts.isTypeOperatorNode(type) || ts.isIndexedAccessTypeNode(type)) return resolved(type, writing.checker);
  const parameters = Array.from(declaration.typeParameters ?? [], ({ name }) => name.text);
  const given = parameters.map((name, position) => [name, names[position] ?? name] as const);
  return write(type, { ...writing, given: new Map(given) });
}

function resolved(node: ts.TypeNode, checker: ts.TypeChecker): string {
  return checker.typeToString(checker.getTypeFromTypeNode(node), undefined, ts.TypeFormatFlags.InTypeAlias);
}

function writeLiteral(node: ts.TypeLiteralNode, writing: Writing): string {
  const members = node.members.filter(ts.isPropertySignature).map((member) => {
    const optional = member.questionToken ? "?" : "";
    return `${member.name.getText()}${optional}: ${member.type ? write(member.type, writing) : "unknown"}`;
  });
  return `{ ${members.join("; ")} }`;
}

function inParentheses(text: string): string {
  return text.includes(" | ") ? `(${text})` : text;
}

function declarationOf(name: ts.EntityName, checker: ts.TypeChecker): ts.Declaration | undefined {
  const symbol = checker.getSymbolAtLocation(name);
  if (!symbol) return undefined;
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return target.declarations?.[0];
}
