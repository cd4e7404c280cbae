import ts from "typescript";

/**
 * Options or props that belong together: an interface, or the fields of a schema, which are written as an object
 * literal with a doc comment on each of them.
 */
export interface Group {
  /** Name of the interface, or of the schema as a type: `Taint` for `taint`, `NodeGroupOptions` for `nodeGroupFields`. */
  readonly name: string;

  /** What has its doc comment. */
  readonly declaration: ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.VariableDeclaration;
  readonly type: ts.Type;
}

/** The group that a type is, apart from lists, records and `undefined`. */
export function groupOf(type: ts.Type, checker: ts.TypeChecker): Group | undefined {
  const value = valueOf(type, checker);
  const declared = value.getSymbol()?.declarations?.find(ts.isInterfaceDeclaration);
  if (declared && !declared.getSourceFile().isDeclarationFile) {
    return { name: declared.name.text, declaration: declared, type: value };
  }
  const [field] = value.getProperties();
  const [literal] = field?.declarations ?? [];
  const variable = literal && isField(literal) ? ts.findAncestor(literal, ts.isVariableDeclaration) : undefined;
  if (!variable) return undefined;
  const name = variable.name.getText().replace(/(Fields)?$/, (fields) => (fields === "" ? "" : "Options"));
  return { name: `${name.charAt(0).toUpperCase()}${name.slice(1)}`, declaration: variable, type: value };
}

/** Whether a property is a field of a schema. */
export function isField(declaration: ts.Declaration): boolean {
  return ts.isPropertyAssignment(declaration) || ts.isShorthandPropertyAssignment(declaration);
}

/** The type in a list, in a record, or beside `undefined`. */
export function valueOf(type: ts.Type, checker: ts.TypeChecker): ts.Type {
  const own = checker.getNonNullableType(type);
  if (own.isUnion()) {
    const [group] = own.types.map((part) => valueOf(part, checker)).filter((part) => part.getProperties().length > 0);
    return own.types.every((part) => (part.flags & ts.TypeFlags.Object) === 0) ? own : (group ?? own);
  }
  const item = checker.isArrayType(own)
    ? checker.getTypeArguments(own as ts.TypeReference)[0]
    : (own.flags & ts.TypeFlags.Object) !== 0
      ? own.getStringIndexType()
      : undefined;
  return item ? valueOf(item, checker) : own;
}

/** The text of a type that is inferred from a schema. */
export function inferredText(type: ts.Type, checker: ts.TypeChecker): string {
  const own = checker.getNonNullableType(type);
  if (own.isUnion() && (own.flags & ts.TypeFlags.Boolean) === 0) {
    return own.types.map((part) => inferredText(part, checker)).join(" | ");
  }
  if (checker.isArrayType(own)) {
    const [item] = checker.getTypeArguments(own as ts.TypeReference);
    const text = item ? inferredText(item, checker) : "unknown";
    return text.includes(" | ") ? `(${text})[]` : `${text}[]`;
  }
  const values = (own.flags & ts.TypeFlags.Object) === 0 ? undefined : own.getStringIndexType();
  if (values) return `Record<string, ${inferredText(values, checker)}>`;
  return groupOf(own, checker)?.name ?? checker.typeToString(own);
}
