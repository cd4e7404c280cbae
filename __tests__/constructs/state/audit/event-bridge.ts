/** A JSON value. */
type Json = string | number | boolean | null | Json[] | { [name: string]: Json | undefined };
type JsonObject = Record<string, Json | undefined>;

/**
 * Whether an event matches a pattern, by EventBridge's rules for the operators that this project uses. Checked against
 * the engine that AWS has published.
 *
 * @throws for an operator that is not known here
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function fits(pattern: JsonObject, event: JsonObject): boolean {
  return Object.entries(pattern).every(([field, condition]) => {
    if (field === "$or") return (condition as JsonObject[]).some((alternative) => fits(alternative, event));
    const value = event[field];
    if (Array.isArray(condition)) return condition.some((one) => holds(one, value));
    const parts = Array.isArray(value) ? value : [value];
    return parts.some((part) => fits(condition as JsonObject, isObject(part) ? part : {}));
  });
}

function holds(condition: Json, value: Json | undefined): boolean {
  if (isObject(condition) && "exists" in condition) return condition.exists === (value !== undefined);
  const values = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return values.some((one) => (isObject(condition) ? operatorHolds(condition, one) : one === condition));
}

function operatorHolds(condition: JsonObject, value: Json): boolean {
  const [[operator, operand] = ["", undefined], ...others] = Object.entries(condition);
  if (others.length > 0) throw new Error(`one operator at a time, got ${JSON.stringify(condition)}`);
  switch (operator) {
    case "prefix":
      return typeof value === "string" && typeof operand === "string" && value.startsWith(operand);
    case "equals-ignore-case":
      return typeof value === "string" && typeof operand === "string" && value.toLowerCase() === operand.toLowerCase();
    case "wildcard":
      return typeof value === "string" && ([operand].flat() as string[]).some((wildcard) => globFits(wildcard, value));
    case "anything-but":
      return isObject(operand) ? !operatorHolds(operand, value) : ![operand].flat().includes(value);
    default:
      throw new Error(`unknown operator ${JSON.stringify(condition)}`);
  }
}

function globFits(wildcard: string, value: string): boolean {
  const expression = wildcard.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${expression}$`).test(value);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
