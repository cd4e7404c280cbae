import { isObject } from "../values/masks";
import { isSecretName } from "./secret-names";
import { SecretValues } from "./secret-values";

/**
 * Every value that a plan marks as sensitive, wherever its JSON repeats it in clear: changes, drift, deferred changes,
 * outputs, planned values, prior state, variables. What is named like a secret counts as one.
 *
 * @param plan the output of `terraform show -json <plan>`
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function secretsOfPlan(plan: unknown): ReadonlySet<string> {
  const secrets = new SecretValues();
  collect(plan, secrets);
  const given = at(plan, "variables");
  addVariables(at(at(plan, "configuration"), "root_module"), (name) => at(at(given, name), "value"), secrets);
  return secrets.values;
}

/** Values of environment variables that are named like secrets, such as `AWS_SECRET_ACCESS_KEY` and `GITHUB_TOKEN`. */
export function secretsOfEnvironment(env: NodeJS.ProcessEnv): ReadonlySet<string> {
  const secrets = new SecretValues();
  for (const [name, value = ""] of Object.entries(env))
    if (isSecretName(name) && value.length > 3) secrets.addAll(value);
  return secrets.values;
}

/**
 * Values of a synthesized stack that are secrets by their name, and of the variables that it marks as sensitive.
 *
 * @param configuration the JSON that CDKTF synthesizes
 * @param env with the values of the variables, as `TF_VAR_<name>`
 */
export function secretsOfConfiguration(configuration: unknown, env: NodeJS.ProcessEnv): ReadonlySet<string> {
  const secrets = new SecretValues();
  collect(configuration, secrets);
  for (const [name, declaration] of entriesOf(at(configuration, "variable"))) {
    if (at(declaration, "sensitive") !== true) continue;
    secrets.addAll(at(declaration, "default"));
    secrets.addAll(env[`TF_VAR_${name}`]);
  }
  return secrets.values;
}

/** Masks of plan JSON with the values beside them. */
const masks = [
  ["before", "before_sensitive"],
  ["after", "after_sensitive"],
  ["values", "sensitive_values"],
] as const;

/** Masks have no values. */
const withoutValues: ReadonlySet<string> = new Set([...masks.map(([, mask]) => mask), "after_unknown"]);

function collect(value: unknown, secrets: SecretValues): void {
  if (Array.isArray(value)) {
    for (const element of value as unknown[]) collect(element, secrets);
    return;
  }
  if (!isObject(value)) return;
  for (const [name, mask] of masks) if (mask in value) secrets.addMasked(value[name], value[mask]);
  if (value.sensitive === true && "value" in value) secrets.addAll(value.value);
  for (const [name, part] of Object.entries(value)) {
    if (typeof part === "boolean" || part === null || withoutValues.has(name)) continue;
    if (isSecretName(name)) secrets.addAll(constantOf(part));
    if (typeof part === "object") collect(part, secrets);
  }
}

/** The value of an argument in the configuration: its constant, without what it refers to. */
function constantOf(part: unknown): unknown {
  if (!isObject(part) || !("references" in part || "constant_value" in part)) return part;
  return part.constant_value;
}

/**
 * Adds the sensitive variables of a module and of those that it calls.
 *
 * @param valueOf the value that a variable of the module gets
 */
function addVariables(module: unknown, valueOf: (name: string) => unknown, secrets: SecretValues): void {
  for (const [name, declaration] of entriesOf(at(module, "variables"))) {
    if (at(declaration, "sensitive") !== true) continue;
    secrets.addAll(at(declaration, "default"));
    secrets.addAll(valueOf(name));
  }
  for (const [, call] of entriesOf(at(module, "module_calls"))) {
    addVariables(at(call, "module"), (name) => constantOf(at(at(call, "expressions"), name)), secrets);
  }
}

function entriesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

function at(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}
