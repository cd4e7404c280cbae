import { isObject, maskOf, type Mask } from "../values/masks";
import { knownLater } from "../values/attribute-changes";
import { conditionText, type PartName, principalText, type Statement, statementFrom } from "./statements";

/**
 * The statements of an `aws_iam_policy_document` that Terraform reads only during the apply, as far as they are known.
 *
 * @param after planned values of the data source
 * @param unknown their mask of values that are known only after the apply
 * @returns undefined where other documents contribute statements that are not known
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function plannedStatements(after: unknown, unknown: Mask): Statement[] | undefined {
  if (!isObject(after) || !Array.isArray(after.statement) || hasSources(after, unknown)) return undefined;
  const mask = maskOf(unknown, "statement");
  if (mask === true) return undefined;
  return (after.statement as unknown[]).map((block, index) => plannedStatement(block, maskOf(mask, index)));
}

const sources = ["override_json", "override_policy_documents", "source_json", "source_policy_documents"];

function hasSources(after: Readonly<Record<string, unknown>>, unknown: Mask): boolean {
  return sources.some((name) => maskOf(unknown, name) !== undefined || (after[name] !== null && name in after));
}

function plannedStatement(block: unknown, unknown: Mask): Statement {
  const values = isObject(block) ? block : {};
  const lists: [string, PartName][] = [
    ["actions", "actions"],
    ["not_actions", "actions except"],
    ["resources", "resources"],
    ["not_resources", "resources except"],
  ];
  const people: [string, PartName][] = [
    ["principals", "principals"],
    ["not_principals", "principals except"],
  ];
  const parts: (readonly [PartName, readonly string[]])[] = [
    ...people.map(([name, part]) => [part, principals(values[name], maskOf(unknown, name))] as const),
    ...lists.map(([name, part]) => [part, texts(values[name], maskOf(unknown, name))] as const),
    ["conditions", conditions(values.condition, maskOf(unknown, "condition"))],
  ];
  return statementFrom(
    values.sid,
    values.effect,
    parts.filter(([, found]) => found.length > 0),
  );
}

function principals(blocks: unknown, unknown: Mask): string[] {
  return each(blocks, unknown, (block, mask) => {
    const type = textOf(block.type, maskOf(mask, "type"));
    return texts(block.identifiers, maskOf(mask, "identifiers")).map((name) => principalText(type, name));
  });
}

function conditions(blocks: unknown, unknown: Mask): string[] {
  return each(blocks, unknown, (block, mask) => {
    const [test, key] = [textOf(block.test, maskOf(mask, "test")), textOf(block.variable, maskOf(mask, "variable"))];
    return [conditionText(test, key, texts(block.values, maskOf(mask, "values")))];
  });
}

function each(
  blocks: unknown,
  unknown: Mask,
  read: (block: Readonly<Record<string, unknown>>, mask: Mask) => string[],
): string[] {
  if (unknown === true) return [knownLater];
  if (!Array.isArray(blocks)) return [];
  return (blocks as unknown[]).flatMap((block, index) => (isObject(block) ? read(block, maskOf(unknown, index)) : []));
}

function texts(values: unknown, unknown: Mask): string[] {
  if (unknown === true) return [knownLater];
  if (!Array.isArray(values)) return [];
  return (values as unknown[]).map((value, index) => textOf(value, maskOf(unknown, index)));
}

function textOf(value: unknown, unknown: Mask): string {
  return unknown === true || typeof value !== "string" ? knownLater : value;
}
