import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectRoot } from "../src/commands/cli/project";
import { installCheckov, runCheckov } from "./checkov";
import { copyHcl, copyJson, stackNames } from "./copies";
import { type AcceptedBlock, modes, type ModeResult } from "./findings";
import { fixtureName } from "./fixture/planted-faults";
import { synthesize } from "./synthesize";

export interface Scan {
  readonly stacks: readonly string[];
  readonly results: readonly ModeResult[];

  /** The findings that are accepted in these stacks, whether or not they occur. */
  readonly accepted: readonly AcceptedBlock[];
}

/** The program that `cdktf synth` runs. */
const projectProgram = path.join(projectRoot, "main.ts");

/**
 * Synthesizes every stack for AWS in JSON and in HCL, each to its own folder, and scans both with checkov, with the
 * fixture of planted misconfigurations beside the stacks.
 *
 * @param program TypeScript file that creates one app and synthesizes it
 * @throws CommandError when a stack cannot be synthesized or checkov does not run
 */
export async function scan(program = projectProgram): Promise<Scan> {
  const python = await installCheckov();
  const folder = await mkdtemp(path.join(tmpdir(), "scan-"));
  try {
    const outputs = { terraform_json: path.join(folder, "json"), hcl: path.join(folder, "hcl") };
    const [accepted] = await Promise.all([
      synthesize(program, "terraform_json", outputs.terraform_json),
      synthesize(program, "hcl", outputs.hcl),
    ]);
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
    return { stacks, results, accepted };
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
