import ts from "typescript";
import { isField } from "../../reference/groups";
import { readDoc } from "../../reference/reader";
import { settingsSources } from "../../reference/settings/page";
import { projectRoot } from "../../src/commands/cli/project";

const { files, checker } = settingsSources(projectRoot);

/** The value of a variable or of a schema's field, where a field is defined by its name. */
function definitionOf(expression: ts.Expression): ts.Expression {
  if (!ts.isIdentifier(expression) && !ts.isPropertyAccessExpression(expression)) return expression;
  const symbol = checker.getSymbolAtLocation(expression);
  const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const [declaration] = target?.declarations ?? [];
  const isDefined = declaration && (ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration));
  return isDefined && declaration.initializer ? definitionOf(declaration.initializer) : expression;
}

/** The argument of `.default(…)` or `.prefault(…)`. */
function defaultIn(field: ts.Expression): ts.Expression | undefined {
  const call = definitionOf(field);
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  return /^(default|prefault)$/.test(call.expression.name.text) ? call.arguments[0] : undefined;
}

function fieldsIn(node: ts.Node): ts.PropertyAssignment[] {
  const own = ts.isPropertyAssignment(node) && isField(node) ? [node] : [];
  return [...own, ...node.getChildren().flatMap(fieldsIn)];
}

const defaults = files.flatMap(fieldsIn).flatMap((field) => {
  const value = defaultIn(field.initializer);
  const { byDefault } = readDoc(field, checker);
  return value && byDefault !== undefined ? [{ name: field.name.getText(), value, byDefault }] : [];
});

/** What a doc comment states as a value, without its quotes; nothing if it is prose. */
function literalOf(byDefault: string): string | undefined {
  const [, code, word] = /^(?:`([^`]+)`|"?([\w:./-]+)"?)(?=$|:)/.exec(byDefault) ?? [];
  return code ?? word;
}

describe("the documented default of an option is that of its schema:", () => {
  const literals = defaults.filter(
    ({ value }) => ts.isLiteralExpression(value) || /^(true|false)$/.test(value.getText()),
  );
  const empty = defaults.filter(({ value }) => /^(\[\]|\{\})$/.test(value.getText()));

  test("there are options of each kind", () => {
    expect(literals.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["diskSizeGiB", "localPort", "deletionProtection", "capacityType", "serviceAccount"]),
    );
    expect(empty.map(({ name }) => name)).toEqual(expect.arrayContaining(["taints", "managedPolicyArns", "viewers"]));
  });

  test.each(literals.map(({ name, value, byDefault }) => [name, value.getText(), byDefault]))(
    "%s is %s",
    (_, value, byDefault) => {
      expect(literalOf(byDefault)).toBe(value.replaceAll('"', ""));
    },
  );

  test.each(empty.map(({ name, byDefault }) => [name, byDefault]))("%s is empty: %s", (_, byDefault) => {
    expect(literalOf(byDefault) ?? "none").toBe("none");
  });
});
