// The function is replaced in the module's own object, of which an `import * as` would be a copy.
// eslint-disable-next-line @typescript-eslint/no-require-imports
import tokens = require("cdktf/lib/_tokens");
import { Token } from "cdktf";
import type { IConstruct } from "constructs";

const byCdktf: (scope: IConstruct, value: unknown, preparing?: boolean) => unknown = tokens.resolve;

/** Part of a string in which CDKTF encodes a token: a marker, or a number that no configuration contains. */
const encoded = /TfToken\[|e\+\d{3}/;

const mapValues = new Set<unknown>([Token.STRING_MAP_TOKEN_VALUE, Token.ANY_MAP_TOKEN_VALUE]);

/**
 * Has CDKTF resolve only what may be or contain a token. Its own resolution creates several closures for each value and
 * matches each string and key against four expressions, three times for every element of a stack: most of the time of a
 * synthesis. The result is the same.
 *
 * @see docs/decisions/0037-time-of-a-synthesis.md
 */
export function resolveFast(): void {
  Object.assign(tokens, { resolve });
}

function resolve(scope: IConstruct, value: unknown, preparing = false): unknown {
  try {
    return resolvePlain(value, (token) => byCdktf(scope, token, preparing));
  } catch {
    // CDKTF's own error names the path of the value.
    return byCdktf(scope, value, preparing);
  }
}

type Resolve = (token: unknown) => unknown;

function resolvePlain(value: unknown, resolveToken: Resolve): unknown {
  if (typeof value === "string") return encoded.test(value) || mapValues.has(value) ? resolveToken(value) : value;
  if (typeof value === "number") return isEncoded(value) ? resolveToken(value) : value;
  if (typeof value === "boolean" || value === undefined || value === null) return value;
  if (Array.isArray(value)) return resolveList(value, resolveToken);
  return isPlain(value) ? resolveObject(value, resolveToken) : resolveToken(value);
}

function resolveList(list: readonly unknown[], resolveToken: Resolve): unknown {
  if (list.some((one) => (typeof one === "string" ? one.includes("#{TfToken[") : isEncoded(one)))) {
    return resolveToken(list);
  }
  return list.map((one) => resolvePlain(one, resolveToken)).filter((one) => one !== undefined);
}

function resolveObject(object: Readonly<Record<string, unknown>>, resolveToken: Resolve): unknown {
  const resolved: Record<string, unknown> = {};
  for (const key of Object.keys(object)) {
    if (encoded.test(key)) return resolveToken(object);
    const value = resolvePlain(object[key], resolveToken);
    if (value !== undefined) resolved[key] = value;
  }
  return resolved;
}

/** Whether a number can be a token, or mark the value of a map that is one. */
function isEncoded(value: unknown): boolean {
  return typeof value === "number" && (Math.abs(value) > 1e100 || value === Token.NUMBER_MAP_TOKEN_VALUE);
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !("resolve" in value);
}
