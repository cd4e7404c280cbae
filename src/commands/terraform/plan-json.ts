import { z } from "zod";

/** The attributes of a resource. */
export const attributesSchema = z.record(z.string(), z.unknown());

const changeSchema = z.looseObject({
  actions: z.array(z.enum(["no-op", "create", "read", "update", "delete", "forget"])),
  before: z.unknown().optional(),
  after: z.unknown(),
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).optional(),
});

const resourceChangeSchema = z.looseObject({
  address: z.string(),
  mode: z.enum(["managed", "data"]),
  type: z.string(),
  deposed: z.string().optional(),
  action_reason: z.string().optional(),
  change: changeSchema,
});

/**
 * The output of `terraform show -json <plan>`. `resource_drift` lists what the refresh found to differ from the state.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export const planSchema = z.looseObject({
  resource_changes: z.array(resourceChangeSchema).default([]),
  resource_drift: z.array(resourceChangeSchema).default([]),
});

/** One resource of a plan. */
export type ResourceChange = z.output<typeof resourceChangeSchema>;

/** What a plan does with a resource. */
export type Kind = "add" | "change" | "replace" | "destroy" | "forget" | "nothing";

/** What a plan does with this resource. */
export function kindOf({ change: { actions } }: ResourceChange): Kind {
  if (actions.includes("delete")) return actions.includes("create") ? "replace" : "destroy";
  if (actions.includes("forget")) return "forget";
  if (actions.includes("create")) return "add";
  return actions.includes("update") ? "change" : "nothing";
}
