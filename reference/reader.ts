import path from "node:path";
import ts from "typescript";
import { type Group, groupOf, inferredText, isField } from "./groups";
import { classNamed, type Sources, typeNamed } from "./program";
import { typeText } from "./type-text";

/** The contents of a doc comment. */
export interface Doc {
  readonly text: string;

  /** The text after `@default - `. */
  readonly byDefault?: string;
  readonly throws?: string;
  readonly see: readonly string[];
}

/** One prop of an interface, or one attribute of a construct. */
export interface Member extends Doc {
  readonly name: string;
  readonly type: string;

  /** Names of the interfaces in its type. */
  readonly interfaces: readonly string[];
  readonly optional: boolean;
}

/** Props of one interface or schema, including inherited ones, the required ones first. */
export interface PropsReference extends Doc {
  readonly name: string;
  readonly props: readonly Member[];
}

/** A construct with its props and its public attributes. */
export interface ConstructReference extends Doc {
  readonly name: string;

  /** Path of its file from the project's root. */
  readonly file: string;
  readonly props: PropsReference;
  readonly attributes: readonly Member[];

  /** Interfaces that its props refer to, in the order of their first reference. */
  readonly parts: readonly PropsReference[];
}

/**
 * Reads a construct and all types that its props refer to.
 *
 * @throws when there is no such class, or its constructor does not take scope, id and props
 */
export function readConstruct(sources: Sources, name: string, root: string): ConstructReference {
  const declaration = classNamed(sources, name);
  const propsType = declaration.members.find(ts.isConstructorDeclaration)?.parameters[2]?.type;
  const declared = propsType && typeNamed(sources, propsType.getText());
  const group = declared && groupOf(sources.checker.getTypeAtLocation(declared), sources.checker);
  if (!declared || !group) throw new Error(`${name} must have a constructor of scope, id and props`);

  const parts = new Map<string, PropsReference>();
  collect({ ...group, name: declared.name.text, declaration: declared }, parts, sources.checker);
  const [props, ...others] = parts.values();
  if (!props) throw new Error(`${name} has no props`);
  return {
    name,
    file: path.relative(root, declaration.getSourceFile().fileName),
    ...readDoc(declaration, sources.checker),
    props,
    attributes: attributesOf(declaration, sources.checker),
    parts: others,
  };
}

function collect(group: Group, parts: Map<string, PropsReference>, checker: ts.TypeChecker): void {
  if (parts.has(group.name)) return;
  const members = readGroup(group, checker).sort(
    (one, other) => Number(one.member.optional) - Number(other.member.optional),
  );
  const props = members.map(({ member }) => member);
  parts.set(group.name, { name: group.name, props, ...readDoc(group.declaration, checker) });
  for (const { groups } of members) for (const part of groups) collect(part, parts, checker);
}

/** The members of a group, including inherited ones, each with the groups that its type names. */
export function readGroup({ type }: Group, checker: ts.TypeChecker) {
  return checker.getPropertiesOfType(type).flatMap((property) => readMember(property, checker) ?? []);
}

/** The doc comment of a declaration. */
export function readDoc(declaration: ts.Declaration, checker: ts.TypeChecker): Doc {
  return docOf(symbolOf(declaration, checker), checker);
}

function attributesOf(declaration: ts.ClassDeclaration, checker: ts.TypeChecker): Member[] {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return declaration.members
    .filter((member) => ts.isPropertyDeclaration(member) && (ts.getCombinedModifierFlags(member) & hidden) === 0)
    .flatMap((member) => readMember(symbolOf(member, checker), checker)?.member ?? []);
}

function readMember(symbol: ts.Symbol, checker: ts.TypeChecker) {
  const [declaration] = symbol.declarations ?? [];
  if (!declaration) return undefined;
  const { text: type, groups } = typeOf(symbol, declaration, checker) ?? {};
  if (type === undefined || !groups) return undefined;
  const member: Member = {
    name: symbol.name,
    type,
    interfaces: groups.map(({ name }) => name),
    optional: (symbol.flags & ts.SymbolFlags.Optional) !== 0,
    ...documented(symbol, declaration, checker),
  };
  return { member, groups };
}

/** The doc comment of a member. A field without a text has that of the field of another schema from which it is made. */
function documented(symbol: ts.Symbol, declaration: ts.Declaration, checker: ts.TypeChecker): Doc {
  const own = docOf(symbol, checker);
  if (own.text !== "" || !ts.isPropertyAssignment(declaration)) return own;
  for (let made: ts.Node = declaration.initializer; ; made = made.expression) {
    if (!ts.isPropertyAccessExpression(made) && !ts.isCallExpression(made)) return own;
    const [origin] = checker.getSymbolAtLocation(made)?.declarations ?? [];
    if (origin && isField(origin)) return { ...own, text: readDoc(origin, checker).text };
  }
}

/** As it is written, or as it follows from a schema. */
function typeOf(symbol: ts.Symbol, declaration: ts.Declaration, checker: ts.TypeChecker) {
  if (isField(declaration)) {
    const type = checker.getTypeOfSymbol(symbol);
    return { text: inferredText(type, checker), groups: [groupOf(type, checker) ?? []].flat() };
  }
  if (!(ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration))) return undefined;
  if (!declaration.type) return undefined;
  const { text, interfaces } = typeText(declaration.type, checker);
  const named = interfaces.map((part) => ({
    name: part.name.text,
    declaration: part,
    type: checker.getTypeAtLocation(part),
  }));
  return { text, groups: named.length > 0 ? named : [groupOf(checker.getTypeOfSymbol(symbol), checker) ?? []].flat() };
}

function docOf(symbol: ts.Symbol, checker: ts.TypeChecker): Doc {
  const tags = symbol.getJsDocTags(checker);
  const textsOf = (name: string) =>
    tags.filter((tag) => tag.name === name).map(({ text }) => oneLine(ts.displayPartsToString(text)));
  return {
    text: paragraphs(ts.displayPartsToString(symbol.getDocumentationComment(checker))),
    byDefault: textsOf("default")[0]?.replace(/^- /, ""),
    throws: textsOf("throws")[0],
    see: textsOf("see"),
  };
}

function symbolOf(declaration: ts.Declaration, checker: ts.TypeChecker): ts.Symbol {
  const symbol = checker.getSymbolAtLocation(ts.getNameOfDeclaration(declaration) ?? declaration);
  if (!symbol) throw new Error(`${declaration.getText()} has no name`);
  return symbol;
}

function paragraphs(text: string): string {
  return text
    .split(/\n{2,}/)
    .map(oneLine)
    .join("\n\n");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
