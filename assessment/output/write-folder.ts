import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { CommandError } from "../../src/commands/cli/command-error";
import { manifestFile, manifestSchema } from "./manifest";

/**
 * Writes a folder of evidence as a whole: a reader sees the former folder or the new one.
 *
 * @param files contents by path within the folder
 * @throws CommandError when the folder exists and contains what this command did not write
 */
export async function writeFolder(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  await refuseForeignFolder(folder);
  const target = path.resolve(folder);
  const parent = path.dirname(target);
  await mkdir(parent, { recursive: true });
  const temporary = await mkdtemp(path.join(parent, `.${path.basename(target)}-`));
  try {
    const [written, former] = [path.join(temporary, "written"), path.join(temporary, "former")];
    await mkdir(written);
    for (const [name, content] of files) {
      await mkdir(path.dirname(path.join(written, name)), { recursive: true });
      await writeFile(path.join(written, name), content);
    }
    if (await isThere(target)) await rename(target, former);
    await rename(written, target);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** @throws CommandError when the folder exists and contains what this command did not write */
export async function refuseForeignFolder(folder: string): Promise<void> {
  if (!(await isThere(folder))) return;
  const foreign = await foreignFile(folder);
  if (foreign === undefined) return;
  throw new CommandError(
    `${folder} contains ${foreign}, which npm run evidence did not write`,
    "move it away, or name another folder with --output",
  );
}

async function foreignFile(folder: string): Promise<string | undefined> {
  if (!(await stat(folder)).isDirectory()) return "a file's content";
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
  const known = await filesOfManifest(folder);
  return names.find((name) => !known.has(name));
}

async function filesOfManifest(folder: string): Promise<ReadonlySet<string>> {
  try {
    const parsed = manifestSchema.parse(JSON.parse(await readFile(path.join(folder, manifestFile), "utf8")));
    return new Set([manifestFile, ...Object.keys(parsed.files)]);
  } catch {
    return new Set();
  }
}

async function isThere(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}
