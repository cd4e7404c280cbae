import { isObject, type Json, type JsonObject } from "../terraform-json";
import { argument, block, blocksOf, conditionBlocks, entries, given } from "./body";
import { expression, literal, reference, referenceMap, references } from "./expression";

/** The blocks whose names Terraform itself defines, so that writing them needs no provider schema. */

/** @see https://developer.hashicorp.com/terraform/language/terraform */
export function terraformBlock(settings: JsonObject): string {
  const { required_version, required_providers, backend, ...others } = settings;
  refuse("terraform", others);
  return block("terraform", [
    ...given(required_version, (version) => argument("required_version", literal(version))),
    ...given(required_providers, (providers) => block("required_providers", literalArguments(providers))),
    ...given(backend, (backends) =>
      entries(body(backends, "terraform.backend")).map(([type, settings]) =>
        block(`backend "${type}"`, literalArguments(settings)),
      ),
    ).flat(),
  ]);
}

/** @see https://developer.hashicorp.com/terraform/language/block/variable */
export function variableBlock(name: string, declaration: JsonObject): string {
  const { type, validation, ...others } = declaration;
  return block(`variable "${name}"`, [
    ...given(type, (constraint) => argument("type", reference(constraint))),
    ...literalArguments(others),
    ...given(validation, (rules) => conditionBlocks("validation", rules, `var.${name}`)).flat(),
  ]);
}

/** @see https://developer.hashicorp.com/terraform/language/block/locals */
export function localsBlock(values: JsonObject): string {
  return block("locals", assignments(values));
}

/** @see https://developer.hashicorp.com/terraform/language/block/output */
export function outputBlock(name: string, declaration: JsonObject): string {
  const { value, depends_on, precondition, ...others } = declaration;
  return block(`output "${name}"`, [
    argument("value", expression(value ?? null)),
    ...literalArguments(others),
    ...given(depends_on, (dependencies) => argument("depends_on", references(dependencies))),
    ...given(precondition, (rules) => conditionBlocks("precondition", rules, `output.${name}`)).flat(),
  ]);
}

/** @see https://developer.hashicorp.com/terraform/language/block/module */
export function moduleBlock(name: string, call: JsonObject): string {
  const { source, version, providers, depends_on, ...inputs } = call;
  return block(`module "${name}"`, [
    ...given(source, (address) => argument("source", literal(address))),
    ...given(version, (constraint) => argument("version", literal(constraint))),
    ...assignments(inputs),
    ...given(providers, (map) => argument("providers", referenceMap(body(map, `module.${name}.providers`)))),
    ...given(depends_on, (dependencies) => argument("depends_on", references(dependencies))),
  ]);
}

/** @see https://developer.hashicorp.com/terraform/language/block/moved */
export function movedBlock(move: JsonObject): string {
  return block(
    "moved",
    entries(move).map(([name, address]) => argument(name, reference(address))),
  );
}

/** @see https://developer.hashicorp.com/terraform/language/block/import */
export function importBlock(declaration: JsonObject): string {
  return block(
    "import",
    entries(declaration).map(([name, value]) =>
      argument(name, name === "to" || name === "provider" ? reference(value) : expression(value)),
    ),
  );
}

/** @see https://developer.hashicorp.com/terraform/language/block/removed */
export function removedBlock(declaration: JsonObject): string {
  const { from, lifecycle, ...others } = declaration;
  refuse("removed", others);
  return block("removed", [
    ...given(from, (address) => argument("from", reference(address))),
    ...given(lifecycle, (settings) =>
      blocksOf(settings, "removed.lifecycle").map((one) => block("lifecycle", assignments(one))),
    ).flat(),
  ]);
}

/** The object that an address of the configuration must contain. */
export function body(value: Json, address: string): JsonObject {
  if (isObject(value)) return value;
  throw new Error(`${address} must be an object, got ${JSON.stringify(value)}`);
}

/** Fails on names that have no HCL form here, rather than omit them. */
export function refuse(where: string, others: JsonObject): void {
  const names = entries(others).map(([name]) => name);
  if (names.length > 0) throw new Error(`${where} has ${names.join(", ")}, which only the JSON output can hold`);
}

/** Names and values where null is a value like any other. */
function assignments(values: JsonObject): string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    name === "//" || value === undefined ? [] : [argument(name, expression(value))],
  );
}

function literalArguments(value: Json): string[] {
  return entries(body(value, "terraform")).map(([name, setting]) => argument(name, literal(setting)));
}
