import ts from "typescript";
import { isField } from "../../../reference/groups";
import { readDoc } from "../../../reference/reader";
import { readSettings, settingsSources } from "../../../reference/settings/page";
import { projectRoot } from "../../../src/commands/cli/project";
import { validateSettings } from "../../../src/settings/validate";
import * as minimal from "../../settings/example-settings";

const sources = settingsSources(projectRoot);
const { organization, environment } = readSettings(sources);
const settingsOf = (sections: typeof environment) => sections.flatMap(({ settings }) => settings);

/** What a doc comment states as a value, without its quotes; nothing if it is prose. */
function literalOf(byDefault: string): string | undefined {
  const [, code, word] = /^(?:`([^`]+)`|"?([\w:./-]+)"?)(?=$|:)/.exec(byDefault) ?? [];
  return code ?? word;
}

describe("the documented defaults", () => {
  /** Of what takes at least one of several, one is named. */
  const shared = minimal.change(minimal.organization, {
    statePrincipals: { permissionSets: ["Deployer"] },
    "stateAccess.administrators": { permissionSets: ["Administrator"] },
    "stateAccess.planners": { permissionSets: ["Planner"] },
    "stateAccess.breakGlass": { permissionSets: ["BreakGlass"] },
    "bootstrap.retired": [
      {
        name: "staging",
        account: "210987654321",
        state: { principals: { permissionSets: ["Deployer"] }, planners: { permissionSets: ["Planner"] } },
      },
    ],
  });
  const named = /\.(permissionSets|accounts)$/;
  const complete = minimal.environmentWith({
    "state.principals": { permissionSets: ["Deployer"] },
    "state.planners": { permissionSets: ["Planner"] },
    imageRegistry: { pullThroughCache: { name: { upstream: "quay.io" } } },
    repositories: { name: { pullers: { accounts: ["123456789012"] }, pushers: { accounts: ["123456789012"] } } },
    "cluster.nodeGroups": { name: { instanceTypes: ["m6i.large"], minSize: 1, desiredSize: 2, maxSize: 3 } },
  });
  const settings = validateSettings(shared, [complete]);
  const resolved = new Map<string, unknown>([
    ["region", "organization.region"],
    ["network.availabilityZones", '["a", "c", "d"]'],
    ["cluster.nodeGroups.<name>.amiType", "Amazon Linux 2023"],
  ]);

  function valueAt(settingPath: string, root: unknown): unknown {
    return settingPath
      .replace("<name>", "name")
      .replace("[]", ".0")
      .split(".")
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], root);
  }

  /** What a value without fields is, as a doc comment writes it. */
  function words(value: unknown): string[] {
    if (Array.isArray(value)) return value.flatMap(words);
    return ["string", "number", "boolean"].includes(typeof value) ? [JSON.stringify(value).replaceAll('"', "")] : [];
  }

  const optional = [
    ...settingsOf(organization).map((setting) => ({ ...setting, root: { organization: settings.organization } })),
    ...settingsOf(environment).map((setting) => ({ ...setting, root: settings.environments[0] })),
  ].filter(({ optional, path }) => optional && !named.test(path));

  test.each(optional.map(({ path, root, byDefault = "" }) => [path, root, byDefault] as const))(
    "say what %s is when it is left out",
    (settingPath, root, byDefault) => {
      const real = resolved.get(settingPath) ?? valueAt(settingPath, root);
      const literal = literalOf(byDefault);
      const isNothing = words(real).length === 0;
      if (isNothing) expect(literal ?? "none").toMatch(/^(none|organization\.[\w.]+)$/);
      else if (Array.isArray(real)) expect(words(real).filter((word) => !byDefault.includes(word))).toEqual([]);
      else if (resolved.has(settingPath)) expect(byDefault).toContain(real);
      else expect([literal]).toEqual(words(real));
    },
  );

  test("name the roles that nobody has to name", () => {
    const { planners, breakGlass } = validateSettings(minimal.organization, [minimal.prod]).organization.stateAccess;
    const documented = (name: string) =>
      settingsOf(organization).find(({ path }) => path === `organization.stateAccess.${name}`)?.byDefault;
    expect(documented("planners")).toBe(`role \`${planners.roles.join()}\``);
    expect(documented("breakGlass")).toBe(`role \`${breakGlass.roles.join()}\``);
  });
});

/** The value of a variable or of a schema's field, where a field is defined by its name. */
function definitionOf(expression: ts.Expression): ts.Expression {
  if (!ts.isIdentifier(expression) && !ts.isPropertyAccessExpression(expression)) return expression;
  const symbol = sources.checker.getSymbolAtLocation(expression);
  const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? sources.checker.getAliasedSymbol(symbol) : symbol;
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

const defaults = sources.files.flatMap(fieldsIn).flatMap((field) => {
  const value = defaultIn(field.initializer);
  const { byDefault } = readDoc(field, sources.checker);
  return value && byDefault !== undefined ? [{ name: field.name.getText(), value, byDefault }] : [];
});

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
