import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { z } from "zod";
import { selectionOf } from "../../cdktf/selected-stacks";
import { projectRoot } from "../cli/project";
import { ended, streamed, type ToolRun } from "./processes";

/** @see https://developer.hashicorp.com/terraform/cdktf/create-and-deploy/configuration-file */
const configurationSchema = z.looseObject({
  app: z.string(),
  context: z.record(z.string(), z.unknown()).default({}),
});

/**
 * Synthesizes some of the stacks; the settings are validated as a whole. Runs the app itself: `cdktf synth` takes two
 * seconds more and removes the folder of every stack that the app does not create.
 *
 * @throws ToolFailure with the output of the app, or the reason of the interruption if that came first
 */
export async function synthesizeStacks(
  stacks: readonly string[],
  { outdir, ...run }: ToolRun & { readonly outdir: string },
): Promise<void> {
  const file = await readFile(path.join(projectRoot, "cdktf.json"), "utf8");
  const { app, context } = configurationSchema.parse(JSON.parse(file));
  await mkdir(outdir, { recursive: true });
  const env = {
    CDKTF_OUTDIR: outdir,
    CDKTF_CONTEXT_JSON: JSON.stringify({ ...context, ...selectionOf(stacks) }),
    SYNTH_HCL_OUTPUT: "false",
  };
  await ended(
    execa({ shell: true, cwd: projectRoot, env, ...streamed })`${[app]}`,
    `synthesizing ${stacks.join(", ")}`,
    run,
  );
}
