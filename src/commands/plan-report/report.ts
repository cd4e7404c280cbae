import { z } from "zod";
import { partNames } from "./policies/statements";

/** The version of the JSON format: a new one where a field is removed or gets another meaning. */
const formatVersion = 1;

/** The sections of a report, most dangerous first. */
export const sectionNames = ["irreversible", "exposure", "policies", "interruption", "other"] as const;

const text = z.string();
const count = z.number().int().min(0);

const attributeSchema = z.strictObject({
  name: text.describe("Names from the resource to the value, without the indexes of single blocks."),
  value: z
    .enum(["shown", "hidden", "sensitive"])
    .describe("Whether the value is shown: hidden where it is not on the allow-list, sensitive as Terraform marks it."),
  before: text.optional().describe("Text of the value before the plan; absent where there is none or it is not shown."),
  after: text.optional().describe("Text of the value after the plan; absent where there is none or it is not shown."),
});

const statementSchema = z.strictObject({
  policy: text.describe("The attribute that contains the policy."),
  change: z.enum(["added", "removed", "changed"]),
  sid: text.optional(),
  effect: text,
  parts: z.array(
    z.strictObject({ name: z.enum([...partNames, "effect"]), added: z.array(text), removed: z.array(text) }),
  ),
});

const itemSchema = z.strictObject({
  address: text.describe("Address of the resource; numbers stand for the keys of for_each."),
  type: text,
  action: z.enum(["create", "update", "replace", "destroy", "forget", "none"]),
  section: z.enum(sectionNames).describe("The most dangerous section that the change belongs to."),
  needsConfirmation: z.boolean().describe("Whether a deployment must name the resource with --confirm-destroy."),
  reasons: z
    .array(z.strictObject({ text, value: text.optional().describe("What completes the text.") }))
    .describe("What makes the change dangerous, in words."),
  attributes: z.array(attributeSchema),
  statements: z.array(statementSchema).describe("Statements of IAM, key and bucket policies that change."),
  imported: z.boolean(),
  movedFrom: text.optional().describe("The address before the plan."),
});

const driftSchema = z.strictObject({
  address: text,
  type: text,
  change: z.enum(["updated", "deleted"]),
  attributes: z.array(text).describe("Names of the attributes that differ from the state."),
});

const costSchema = z.strictObject({
  currency: z.literal("USD"),
  monthly: z.number().describe("Difference per month of what is billed by the hour or the month, as list prices."),
  prices: text.describe("Region and date of the prices."),
  lines: z.array(z.strictObject({ what: text, before: count, after: count, monthly: z.number() })),
  unknown: z.array(text).describe("Changes whose price is not in the table."),
});

const planSchema = z.strictObject({
  counts: z
    .strictObject({
      add: count,
      change: count,
      destroy: count,
      replace: count.describe("Replacements, which add and destroy both count."),
      forget: count,
      import: count,
      move: count,
    })
    .describe("Numbers of managed resources, as in Terraform's own summary."),
  items: z.array(itemSchema).describe("Every change, most dangerous first."),
  outputs: z.array(z.strictObject({ name: text, change: z.enum(["added", "changed", "removed"]) })),
  drift: z.array(driftSchema).describe("What was changed outside Terraform."),
  deferred: z.array(z.strictObject({ address: text, reason: text })),
  failedChecks: z.array(text).describe("What has a check that fails; never its message."),
  costs: costSchema.optional(),
});

const stackSchema = z.strictObject({
  stack: text,
  outcome: z.enum(["no-changes", "changes", "needs-confirmation", "failed", "skipped"]),
  state: z
    .strictObject({ serial: count, resources: count, writtenAt: text.optional() })
    .optional()
    .describe("The state that the plan is based on; absent where the stack was never deployed."),
  commit: text.optional().describe("The commit of the sources; ends in + where they have uncommitted changes."),
  fingerprint: text.optional().describe("What deploy --reviewed compares with its own plan."),
  plan: planSchema.optional(),
  message: text.optional().describe("Why there is no plan."),
  nextStep: text.optional(),
});

/** The report of a review, as `npm run review -- --format json` prints it. */
export const reportSchema = z.strictObject({
  version: z.literal(formatVersion),
  stacks: z.array(stackSchema).describe("In the order of the settings."),
});

export type Report = z.output<typeof reportSchema>;

/** The report about one stack. */
export type StackReport = z.output<typeof stackSchema>;

/** What a plan would do. */
export type PlanReport = z.output<typeof planSchema>;

/** What a plan would do with one resource. */
export type Item = z.output<typeof itemSchema>;

export type Attribute = z.output<typeof attributeSchema>;
export type StatementItem = z.output<typeof statementSchema>;
export type SectionName = (typeof sectionNames)[number];
export type Costs = z.output<typeof costSchema>;

/** A report about these stacks. */
export function reportOf(stacks: readonly StackReport[]): Report {
  return { version: formatVersion, stacks: [...stacks] };
}
