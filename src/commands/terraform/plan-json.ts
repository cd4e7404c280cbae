import { z } from "zod";

/** The attributes of a resource. */
export const attributesSchema = z.record(z.string(), z.unknown());

const changeSchema = z.looseObject({
  actions: z.array(z.enum(["no-op", "create", "read", "update", "delete", "forget"])),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).optional(),
  importing: z.unknown().optional(),
});

const resourceChangeSchema = z.looseObject({
  address: z.string(),
  previous_address: z.string().optional(),
  mode: z.enum(["managed", "data"]),
  type: z.string(),
  deposed: z.string().optional(),
  action_reason: z.string().optional(),
  change: changeSchema,
});

const checkSchema = z.looseObject({
  address: z.looseObject({ to_display: z.string() }),
  status: z.string(),
});

/**
 * The output of `terraform show -json <plan>`. `resource_drift` lists what the refresh found to differ from the state.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
const planSchema = z.looseObject({
  resource_changes: z.array(resourceChangeSchema).default([]),
  resource_drift: z.array(resourceChangeSchema).default([]),
  output_changes: z.record(z.string(), changeSchema).default({}),
  deferred_changes: z
    .array(z.looseObject({ reason: z.string().default("unknown"), resource_change: resourceChangeSchema }))
    .default([]),
  checks: z.array(checkSchema).default([]),
});

/** A plan, as `terraform show -json` prints it. */
export type PlanJson = z.output<typeof planSchema>;

/**
 * Reads the output of `terraform show -json <plan>`.
 *
 * @throws when it is not a plan in the format that Terraform documents
 */
export function readPlanJson(plan: unknown): PlanJson {
  return planSchema.parse(plan);
}

/** One resource of a plan. */
export type ResourceChange = z.output<typeof resourceChangeSchema>;

/** What a plan does with a resource. */
export type Kind = "add" | "change" | "replace" | "destroy" | "forget" | "nothing";

/** What a plan does with this resource. */
export function kindOf({ change: { actions } }: Pick<ResourceChange, "change">): Kind {
  if (actions.includes("delete")) return actions.includes("create") ? "replace" : "destroy";
  if (actions.includes("forget")) return "forget";
  if (actions.includes("create")) return "add";
  return actions.includes("update") ? "change" : "nothing";
}
