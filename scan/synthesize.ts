import { readFile } from "node:fs/promises";
import path from "node:path";
import { execa, ExecaError } from "execa";
import { z } from "zod";
import { CommandError } from "../src/commands/cli/command-error";
import { projectRoot } from "../src/commands/cli/project";
import { type AcceptedBlock, acceptedBlock, acceptedFile, type Mode } from "./findings";

/**
 * Runs a program that synthesizes stacks, for AWS. The variables that cause an emulator run or change the output folder
 * are removed.
 *
 * @param program TypeScript file that creates one app and synthesizes it, as `main.ts` does
 * @returns the findings that are accepted in its stacks
 * @throws CommandError when a stack cannot be synthesized
 */
export async function synthesize(program: string, mode: Mode, outdir: string): Promise<AcceptedBlock[]> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|CDKTF|TF|BOOTSTRAP|SYNTH)_/.test(name));
  const env = { ...Object.fromEntries(inherited), CDKTF_OUTDIR: outdir, SYNTH_HCL_OUTPUT: String(mode === "hcl") };
  try {
    await execa(process.execPath, ["--require", "./src/start.cjs", path.join("scan", "record-accepted.ts"), program], {
      cwd: projectRoot,
      env,
      extendEnv: false,
      all: true,
      stdin: "ignore",
    });
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    throw new CommandError(`the stacks could not be synthesized:\n${String(error.all)}`, "fix the cause above");
  }
  return z.array(acceptedBlock).parse(JSON.parse(await readFile(path.join(outdir, acceptedFile), "utf8")));
}
