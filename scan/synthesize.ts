import { readFile } from "node:fs/promises";
import path from "node:path";
import { execa, ExecaError } from "execa";
import { z } from "zod";
import { CommandError } from "../src/commands/cli/command-error";
import { projectRoot } from "../src/commands/cli/project";
import { type AcceptedBlock, acceptedBlock, acceptedFile, type Mode } from "./findings";

/**
 * Runs a program that synthesizes stacks, for AWS.
 *
 * @param program TypeScript file that creates one app and synthesizes it, as `main.ts` does
 * @returns the findings that are accepted in its stacks
 * @throws CommandError when a stack cannot be synthesized
 */
export async function synthesize(program: string, mode: Mode, outdir: string): Promise<AcceptedBlock[]> {
  await runRecorder(path.join(projectRoot, "scan", "record-accepted.ts"), { program, mode, outdir });
  return z.array(acceptedBlock).parse(JSON.parse(await readFile(path.join(outdir, acceptedFile), "utf8")));
}

/**
 * Runs a recorder: a program that runs another one, which synthesizes stacks, and writes more beside them. The variables
 * that cause an emulator run or change the output folder are removed.
 *
 * @param root folder in which it runs, that of the checkout by default
 * @throws CommandError when a stack cannot be synthesized
 */
export async function runRecorder(
  recorder: string,
  run: { readonly program: string; readonly mode: Mode; readonly outdir: string; readonly root?: string },
): Promise<void> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|CDKTF|TF|BOOTSTRAP|SYNTH)_/.test(name));
  const env = {
    ...Object.fromEntries(inherited),
    CDKTF_OUTDIR: run.outdir,
    SYNTH_HCL_OUTPUT: String(run.mode === "hcl"),
  };
  const start = path.join(projectRoot, "src", "start.cjs");
  try {
    await execa(process.execPath, ["--require", start, recorder, run.program], {
      cwd: run.root ?? projectRoot,
      env,
      extendEnv: false,
      all: true,
      stdin: "ignore",
    });
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    throw new CommandError(`the stacks could not be synthesized:\n${String(error.all)}`, "fix the cause above");
  }
}
