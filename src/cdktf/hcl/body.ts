import { isObject, type Json, type JsonObject } from "../terraform-json";
import type { BlockHint, BlockHints } from "./block-hints";
import { expression, reference, references } from "./expression";

/** One block of HCL after an empty line. `terraform fmt` formats the rest. */
export function block(header: string, body: readonly string[]): string {
  if (body.length === 0) return `\n${header} {}`;
  return `\n${header} {\n${body.join("\n").trimStart()}\n}`;
}

/** An argument whose value is already an expression. */
export function argument(name: string, value: string): string {
  return `${name} = ${value}`;
}

/**
 * The body of a resource or a data source, in the order of Terraform's style guide: first the arguments that decide the
 * number of instances, then the other arguments, nested blocks, and its lifecycle and dependencies.
 *
 * @see https://developer.hashicorp.com/terraform/language/style#resource-order
 */
export function resourceBody(body: JsonObject, hints: BlockHints, address: string): string[] {
  const { count, for_each, provider, lifecycle, depends_on, provisioner, connection, ...own } = body;
  if (provisioner !== undefined || connection !== undefined) {
    throw new Error(`${address} has a provisioner or connection, which only the JSON output can hold`);
  }
  return [
    ...given(count, (value) => argument("count", expression(value))),
    ...given(for_each, (value) => argument("for_each", expression(value))),
    ...given(provider, (value) => argument("provider", reference(value))),
    ...blockBody(own, hints, address),
    ...given(lifecycle, (value) => block("lifecycle", lifecycleBody(value, address))),
    ...given(depends_on, (value) => `\n${argument("depends_on", references(value))}`),
  ];
}

/** The body of a block whose names the provider's schema defines. */
export function blockBody(body: JsonObject, hints: BlockHints, address: string): string[] {
  const lines: string[] = [];
  const blocks: string[] = [];
  for (const [name, value] of entries(body)) {
    const path = `${address}.${name}`;
    if (name === "dynamic") blocks.push(...dynamicBlocks(value, hints, address));
    else if (isBlock(value, hints.get(name), path)) blocks.push(...nestedBlocks(name, value, hints.get(name), path));
    else lines.push(argument(name, expression(value)));
  }
  return [...lines, ...blocks];
}

/** The names and values that Terraform sees: no comments, and null means that the argument is not set. */
export function entries(body: JsonObject): [string, Json][] {
  return Object.entries(body).flatMap(([name, value]) =>
    name === "//" || value === undefined || value === null ? [] : [[name, value]],
  );
}

export function given<Result>(value: Json | undefined, use: (value: Json) => Result): Result[] {
  return value === undefined || value === null ? [] : [use(value)];
}

/** The blocks that the JSON syntax represents as one object or as a list. */
export function blocksOf(value: Json, address: string): JsonObject[] {
  const blocks = (Array.isArray(value) ? (value as Json[]) : [value]).filter((one) => one !== null);
  return blocks.map((one) => {
    if (isObject(one)) return one;
    throw new Error(`${address} must hold blocks, got ${JSON.stringify(one)}`);
  });
}

function isBlock(value: Json, hint: BlockHint | undefined, path: string): boolean {
  if (!isComposite(value)) return false;
  if (hint) return hint.kind === "block";
  throw new Error(
    `${path} can be a block or an argument, which only a prop states: set it as a prop rather than by an override`,
  );
}

function isComposite(value: Json): boolean {
  return isObject(value) || (Array.isArray(value) && value.every((one) => one === null || isObject(one)));
}

function nestedBlocks(name: string, value: Json, hint: BlockHint | undefined, path: string): string[] {
  const blocks = blocksOf(value, path);
  if (blocks.length === 0 && mayBeEmptied.test(path)) return [argument(name, "[]")];
  return blocks.map((one) => block(name, blockBody(one, hint?.inner ?? new Map<string, BlockHint>(), path)));
}

/**
 * Blocks that are arguments in the schema: an empty list removes what exists, whereas no list leaves it unchanged.
 *
 * @see https://developer.hashicorp.com/terraform/language/attr-as-blocks
 */
const mayBeEmptied =
  /^(aws_(default_)?security_group\.\w+\.(in|e)gress|aws_network_acl\.\w+\.(in|e)gress|aws_(default_)?route_table\.\w+\.route)$/;

function dynamicBlocks(value: Json, hints: BlockHints, address: string): string[] {
  if (!isObject(value)) throw new Error(`${address}.dynamic must hold blocks by name, got ${JSON.stringify(value)}`);
  return entries(value).flatMap(([name, dynamics]) =>
    blocksOf(dynamics, `${address}.dynamic.${name}`).map(({ for_each, iterator, content }) =>
      block(`dynamic "${name}"`, [
        ...given(for_each, (each) => argument("for_each", expression(each))),
        ...given(iterator, (variable) => argument("iterator", reference(variable))),
        ...given(content, (inner) => {
          const innerHints = hints.get(name)?.inner ?? new Map<string, BlockHint>();
          return block(
            "content",
            blocksOf(inner, address).flatMap((one) => blockBody(one, innerHints, `${address}.${name}`)),
          );
        }),
      ]),
    ),
  );
}

function lifecycleBody(value: Json, address: string): string[] {
  return blocksOf(value, `${address}.lifecycle`)
    .flatMap(entries)
    .flatMap(([name, setting]) => {
      if (name === "ignore_changes" || name === "replace_triggered_by") return [argument(name, references(setting))];
      if (name === "precondition" || name === "postcondition") return conditionBlocks(name, setting, address);
      return [argument(name, expression(setting))];
    });
}

/** Blocks of `condition` and `error_message`: pre- and postconditions, and the validations of a variable. */
export function conditionBlocks(name: string, value: Json, address: string): string[] {
  return blocksOf(value, `${address}.${name}`).map((condition) =>
    block(
      name,
      entries(condition).map(([part, template]) => argument(part, expression(template))),
    ),
  );
}
