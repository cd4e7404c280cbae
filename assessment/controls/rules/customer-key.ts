import type { Block, Stack } from "../../model/project";
import { hasExpression, referenceOf, textOf, valueAt } from "../../model/value";
import { fails, isGiven, undecided, type Verdict } from "../verdict";

/**
 * Whether an argument names a KMS key that is not one of AWS, whose aliases begin with `alias/aws/`. A data source can
 * look either up.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk
 */
export function isCustomerKey(block: Block, path: string, stack: Stack): Verdict {
  const given = isGiven(block, path);
  const value = valueAt(block, path);
  if (value.is === "known" && isOfAws(textOf(value.value))) return fails(given.found, path);
  const reference = value.is === "unknown" ? referenceOf(value.expression) : undefined;
  const source = stack.blocks.get(reference?.address ?? "");
  if (source?.kind !== "data") return given;
  const name = source.values.name ?? source.values.key_id;
  if (name === undefined || hasExpression(name))
    return undecided(`${given.found}, whose key Terraform alone knows`, path);
  return isOfAws(textOf(name)) ? fails(`${given.found}, which is ${textOf(name)}`, path) : given;
}

function isOfAws(key: string): boolean {
  return /(^|:)alias\/aws\//.test(key);
}
