import { mkdir, mkdtemp, rename, symlink, writeFile } from "node:fs/promises";
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
  const folder = stackFolder(outdir, name);
  await mkdir(path.dirname(folder), { recursive: true });
  await symlink(stack.folder, folder);
  await rename(path.join(stack.folder, "backend.tf.json"), path.join(stack.folder, "cdk.tf.json"));
  await writeFile(path.join(outdir, "manifest.json"), JSON.stringify({ stacks: { [name]: {} } }));
  return outdir;
}
