import type { Destruction } from "./destructions";

/**
 * Reasons in Terraform's words, as text.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
const reasons: Readonly<Record<string, string>> = {
  deposed: "because an interrupted replacement left it",
  replace_because_tainted: "because Terraform marked it as tainted: its creation was cut short",
  replace_by_request: "because its replacement was requested",
  replace_by_triggers: "because of replace_triggered_by",
  delete_because_no_resource_config: "because it is no longer in the configuration",
  delete_because_no_module: "because its module is no longer in the configuration",
  delete_because_no_move_target: "because it was moved to an address that is not in the configuration",
  delete_because_wrong_repetition: "because the configuration changed between one resource, count and for_each",
  delete_because_count_index: "because its index is no longer in the configuration",
  delete_because_each_key: "because its key is no longer in the configuration",
};

/** Why something happens, in words, which a value may complete: `replaced, because of` and `name`. */
export interface Reason {
  readonly text: string;
  readonly value?: string;
}

/** What would happen to a resource, and why. */
export function describe(destruction: Destruction): string {
  return `${destruction.address} would be ${reasonText(whatAndWhy(destruction))}`;
}

/** A reason as text. */
export function reasonText({ text, value }: Reason): string {
  return value === undefined ? text : `${text} ${value}`;
}

/** What would happen to a resource and why. */
export function whatAndWhy({ action, becauseOf, reason = "" }: Omit<Destruction, "address" | "type">): Reason {
  const what = action === "destroy" ? "destroyed" : "replaced";
  if (becauseOf.length > 0) return { text: `${what}, because of`, value: becauseOf.join(", ") };
  const why = reasons[reason];
  return { text: why === undefined ? what : `${what}, ${why}` };
}
