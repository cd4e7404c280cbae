import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa, ExecaError } from "execa";
import { CommandError } from "../src/operations/command-error";
import { projectRoot } from "../src/operations/project";
import { installCheckov, runCheckov } from "./checkov";
import { copyHcl, copyJson, stackNames } from "./copies";
import { type Mode, modes, type ModeResult } from "./findings";
import { fixtureName } from "./fixture/planted-faults";

export interface Scan {
  readonly stacks: readonly string[];
  readonly results: readonly ModeResult[];
}

/**
 * Synthesizes every stack for AWS into a folder of its own, in JSON and in HCL, and has checkov read both, with the
 * fixture of planted faults beside the stacks.
 *
 * @throws CommandError when a stack cannot be synthesized or checkov does not run
 */
export async function scan(): Promise<Scan> {
  const python = await installCheckov();
  const folder = await mkdtemp(path.join(tmpdir(), "scan-"));
  try {
    const outputs = { terraform_json: path.join(folder, "json"), hcl: path.join(folder, "hcl") };
    await Promise.all(modes.map((mode) => synthesize(mode, outputs[mode])));
    const stacks = await stackNames(outputs.terraform_json);

    const copies = { terraform_json: path.join(folder, "copies-json"), hcl: path.join(folder, "copies-hcl") };
    const known: Record<string, string[]> = {};
    for (const stack of stacks) {
      known[stack] = await copyJson(
        stackFile(outputs.terraform_json, stack, "cdk.tf.json"),
        path.join(copies.terraform_json, stack),
      );
      await copyHcl(stackFile(outputs.hcl, stack, "cdk.tf"), path.join(copies.hcl, stack));
    }
    known[fixtureName] = await copyJson(
      fixtureFile("json", "cdk.tf.json"),
      path.join(copies.terraform_json, fixtureName),
    );
    await copyHcl(fixtureFile("hcl", "cdk.tf"), path.join(copies.hcl, fixtureName));

    const results = await Promise.all(modes.map((mode) => runCheckov(python, mode, copies[mode], known)));
    return { stacks, results };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function stackFile(outdir: string, stack: string, file: string): string {
  return path.join(outdir, "stacks", stack, file);
}

function fixtureFile(format: string, file: string): string {
  return path.join(projectRoot, "scan", "fixture", format, file);
}

/** The variables that make an emulator run, or another's output, stay out: what is scanned is what AWS would get. */
async function synthesize(mode: Mode, outdir: string): Promise<void> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|CDKTF|TF|BOOTSTRAP|SYNTH)_/.test(name));
  const env = { ...Object.fromEntries(inherited), CDKTF_OUTDIR: outdir, SYNTH_HCL_OUTPUT: String(mode === "hcl") };
  try {
    await execa(process.execPath, ["--import", "tsx", "main.ts"], {
      cwd: projectRoot,
      env,
      extendEnv: false,
      all: true,
      stdin: "ignore",
    });
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    throw new CommandError(`the stacks could not be synthesized:\n${String(error.all)}`, "mend the cause above");
  }
}
