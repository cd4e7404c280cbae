import { isObject, type Json, type JsonObject } from "../terraform-json";
import { hereDocument, quotedLiteral, quotedTemplate, templateExpression } from "./template";

/** Words that do not mean a name in the position of an object's key. */
const reserved = new Set(["for", "null", "true", "false"]);

/** The HCL of a JSON value in which strings are templates. */
export function expression(value: Json): string {
  if (typeof value === "string") return hereDocument(value) ?? templateExpression(value);
  return composite(value, expression, quotedTemplate, templateExpression);
}

/** The HCL of a JSON value that Terraform takes literally, for example a backend's or a variable's default. */
export function literal(value: Json): string {
  if (typeof value === "string") return quotedLiteral(value);
  return composite(value, literal, quotedLiteral, quotedLiteral);
}

/** The HCL of a reference, which the JSON syntax writes as a string. */
export function reference(value: Json): string {
  if (typeof value !== "string") throw new Error(`a reference must be a string, got ${JSON.stringify(value)}`);
  return value;
}

/** The HCL of a list of references, or of the keyword that can replace it: `ignore_changes = all`. */
export function references(value: Json): string {
  if (Array.isArray(value)) return list(value.map(reference));
  return reference(value);
}

/** The HCL of an object whose keys and values are references: the `providers` of a module. */
export function referenceMap(value: JsonObject): string {
  return object(Object.entries(value).map(([name, one]) => `${reference(name)} = ${reference(one ?? null)}`));
}

type Write<Value> = (value: Value) => string;

function composite(
  value: Exclude<Json, string>,
  write: Write<Json>,
  writeKey: Write<string>,
  writeElement: Write<string>,
): string {
  if (isObject(value)) {
    return object(
      Object.entries(value).flatMap(([name, one]) =>
        one === undefined ? [] : [`${key(name, writeKey)} = ${write(one)}`],
      ),
    );
  }
  if (Array.isArray(value)) {
    return list(value.map((one: Json) => (typeof one === "string" ? writeElement(one) : write(one))));
  }
  return `${value as boolean | number | null}`;
}

function key(name: string, write: Write<string>): string {
  return /^[A-Za-z_][\w-]*$/.test(name) && !reserved.has(name) ? name : write(name);
}

function object(lines: readonly string[]): string {
  return lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n}`;
}

function list(elements: readonly string[]): string {
  const line = `[${elements.join(", ")}]`;
  return line.length <= 80 && !line.includes("\n") ? line : `[\n${elements.join(",\n")},\n]`;
}
