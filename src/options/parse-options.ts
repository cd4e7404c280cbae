import type { Construct } from "constructs";
import { z } from "zod";
import { commonProps } from "./common-props";
import { errorText, type Fault, fault, faultLines } from "./faults";
import { readPlainData } from "./plain-data";
import type { ParsedOptions } from "./schema";
import { describeIssue, faultsOf } from "./schema-faults";

/**
 * Options of a construct, or of a function, that are invalid. Each is a line of the message, with the same path, value
 * and allowed values as in the settings.
 */
export class OptionsError extends Error {
  override readonly name = "OptionsError";

  constructor(
    owner: Construct | string,
    readonly faults: readonly Fault[],
  ) {
    const count = faults.length === 1 ? "1 invalid option" : `${faults.length} invalid options`;
    const subject = typeof owner === "string" ? owner : `${owner.constructor.name} "${owner.node.path}"`;
    super([`${count} of ${subject}`, ...faultLines(faults)].join("\n"));
  }
}

/**
 * Validates the options among the props of a construct, and applies their defaults.
 *
 * @param owner the construct, or the name of the function that takes the options
 * @param props may have further props, which are not options of the schema
 * @throws OptionsError that lists every invalid option
 */
export function parseOptions<Schema extends z.ZodObject>(
  owner: Construct | string,
  schema: Schema,
  props: object | null | undefined,
): ParsedOptions<Schema> {
  const entries = Object.entries(props ?? {});
  const isOption = ([key]: [string, unknown]) => Object.hasOwn(schema.shape, key);
  const read = entries.filter(isOption).map(([key, value]) => readOption(key, value, schema.shape[key]));
  assertNoFaults(owner, [
    ...entries.filter((entry) => !isOption(entry)).flatMap(faultsOfProp),
    ...read.flatMap(({ faults }) => faults),
  ]);
  const options = Object.fromEntries(read.map(({ key, data }) => [key, data]));
  const result = schema.safeParse(options, { error: describeIssue, reportInput: true });
  if (result.success) return result.data as ParsedOptions<Schema>;
  throw new OptionsError(owner, faultsOf(result.error.issues));
}

/** A prop that is not an option: never null, which would pass for a prop that is left out. */
function faultsOfProp([key, value]: [string, unknown]): Fault[] {
  if (value === null) return [fault([key], null, "a value, or nothing")];
  try {
    const result = commonProps[key]?.optional().safeParse(value, { error: describeIssue, reportInput: true });
    return result?.error ? faultsOf(result.error.issues, [key]) : [];
  } catch (error) {
    return [fault([key], errorText(error), "a plain value, not one that is computed")];
  }
}

/** Other constructs, which the check of a custom schema reads, are not plain data. */
function readOption(key: string, value: unknown, schema: unknown) {
  const inner: unknown = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  if (inner instanceof z.ZodCustom) return { key, data: value, faults: [] };
  const { data, faults } = readPlainData({ [key]: value }, true);
  return { key, data: (data as Readonly<Record<string, unknown>>)[key], faults };
}

/**
 * Refuses props for a reason that is not in one schema.
 *
 * @throws OptionsError if there is any invalid option
 */
export function assertNoFaults(owner: Construct | string, faults: readonly Fault[]): void {
  if (faults.length > 0) throw new OptionsError(owner, faults);
}
