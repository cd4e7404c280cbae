import { z } from "zod";
import { reportSchema } from "../src/commands/plan-report/report";

/** The page with the schema of a review's JSON, from the project's root. */
export const reviewSchemaFile = "docs/review.schema.json";

/**
 * The JSON Schema of what `npm run review -- --format json` prints.
 *
 * @see https://json-schema.org/draft/2020-12
 */
export function reviewSchema(): string {
  const schema = z.toJSONSchema(reportSchema, { target: "draft-2020-12", override: dropLimits });
  return `${JSON.stringify({ ...schema, title: "Review of Terraform plans, version 1" }, undefined, 2)}\n`;
}

/** Counts have no limit besides that of JavaScript, which says nothing to other programs. */
function dropLimits({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}
