import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { CommandError } from "../../src/commands/cli/command-error";
import type { Files } from "./manifest";

/** File by which a folder of evidence is recognized. */
export const manifestFile = "manifest.json";

/**
 * Writes files as a folder, all or nothing: an existing folder of evidence is replaced only when the new one is complete.
 *
 * @throws CommandError when the folder has other content, which is not replaced
 */
export async function writeFolder(folder: string, files: Files): Promise<void> {
  await refuseOtherContent(folder);
  await mkdir(path.dirname(folder), { recursive: true });
  const draft = await mkdtemp(path.join(path.dirname(folder), `.${path.basename(folder)}-`));
  await chmod(draft, 0o755);
  try {
    for (const [file, content] of files) {
      const target = path.join(draft, ...file.split("/"));
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, content);
    }
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function refuseOtherContent(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (!found) return;
  const content = found.isDirectory() ? await readdir(folder) : undefined;
  if (content && (content.length === 0 || content.includes(manifestFile))) return;
  throw new CommandError(
    `${folder} is not a folder of evidence, and would be replaced`,
    "choose another folder with --output, or remove it yourself",
  );
}
