import type { Construct } from "constructs";
import type { z } from "zod";
import { type Fault, faultLines } from "./faults";
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
  props: object,
): ParsedOptions<Schema> {
  const options = Object.fromEntries(Object.entries(props).filter(([key]) => key in schema.shape));
  const result = schema.safeParse(options, { error: describeIssue, reportInput: true });
  if (result.success) return result.data as ParsedOptions<Schema>;
  throw new OptionsError(owner, faultsOf(result.error.issues));
}

/**
 * Refuses props for a reason that is not in one schema.
 *
 * @throws OptionsError if there is any invalid option
 */
export function assertNoFaults(owner: Construct | string, faults: readonly Fault[]): void {
  if (faults.length > 0) throw new OptionsError(owner, faults);
}
