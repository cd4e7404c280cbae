import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { CommandError } from "../../src/commands/cli/command-error";
import type { Assessment } from "../model/assessment";

/** File of a folder of evidence that contains the assessment. */
const assessmentFile = "assessment.json";

const outcome = z.enum(["passes", "fails", "accepted", "not-decided"]);
const text = z.string();

/** What a comparison reads of an assessment. */
const comparedParts = z.looseObject({
  blocks: z.array(z.looseObject({ stack: text, address: text, arguments: z.record(text, z.json()) })),
  controls: z.array(
    z.looseObject({
      framework: text,
      id: text,
      title: text,
      outcome,
      findings: z.array(z.looseObject({ rule: text, stack: text, outcome, found: text })),
    }),
  ),
  access: z.array(
    z.looseObject({
      environment: text,
      questions: z.array(z.looseObject({ group: text, label: text })),
      rows: z.array(z.looseObject({ principal: text, role: text, cells: z.array(z.looseObject({ decision: text })) })),
    }),
  ),
});

/**
 * The assessment of a folder of evidence.
 *
 * @throws CommandError when the folder has none, or one of another version of this project
 */
export async function savedAssessment(folder: string): Promise<Assessment> {
  const file = path.join(folder, assessmentFile);
  const content = await readFile(file, "utf8").catch(() => undefined);
  if (content === undefined) {
    throw new CommandError(
      `${folder} has no ${assessmentFile}, so it is not a folder of evidence`,
      "name a folder that npm run evidence has written, or a Git reference",
    );
  }
  const parsed = comparedParts.safeParse(parsedJson(content));
  if (parsed.success) return parsed.data as unknown as Assessment;
  const [issue] = parsed.error.issues;
  throw new CommandError(
    `${file} is not an assessment that this version compares with: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`,
    "write the folder with this version of npm run evidence, or name a Git reference",
  );
}

function parsedJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
