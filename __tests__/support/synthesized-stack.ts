import { mkdir, mkdtemp, readdir, rename, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { stackFolder } from "../../src/commands/remote-state/backend";
import type { SmallStack } from "./small-stack";

/**
 * Makes a small stack look like a stack that CDKTF has synthesized, so that commands treat it as the environment.
 *
 * @returns the folder to pass as `--output`
 */
export async function asSynthesized(stack: SmallStack, name: string): Promise<string> {
  const outdir = await mkdtemp(path.join(tmpdir(), "small-stack-output-"));
  await addSynthesized(outdir, { [name]: stack });
  return outdir;
}

/** The same for several stacks by name, in a folder that may have others already synthesized in it. */
export async function addSynthesized(outdir: string, stacks: Readonly<Record<string, SmallStack>>): Promise<void> {
  for (const [name, { folder: sources }] of Object.entries(stacks)) {
    const folder = stackFolder(outdir, name);
    await mkdir(path.dirname(folder), { recursive: true });
    await symlink(sources, folder);
    await rename(path.join(sources, "backend.tf.json"), path.join(sources, "cdk.tf.json"));
  }
  const synthesized = (await readdir(path.dirname(stackFolder(outdir, "any")))).map((name) => [name, {}]);
  await writeFile(
    path.join(outdir, "manifest.json"),
    JSON.stringify({ stacks: Object.fromEntries(synthesized) as object }),
  );
}
