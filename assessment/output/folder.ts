import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { CommandError } from "../../src/commands/cli/command-error";
import { type Files, sha256 } from "./manifest";

/** File by which a folder of evidence is recognized, and what it says of the others. */
export const manifestFile = "manifest.json";
const listed = z.looseObject({ files: z.array(z.looseObject({ path: z.string(), sha256: z.string().optional() })) });

/**
 * Writes files as a folder, all or nothing: an existing folder of evidence is replaced only when the new one is complete.
 *
 * @throws CommandError when the folder has a file that this command did not write, or cannot be written
 */
export async function writeFolder(folder: string, files: Files): Promise<void> {
  await refuseOtherContent(folder);
  try {
    await replaceFolder(folder, files);
  } catch (error) {
    throw isSystemError(error) ? unwritable(folder, error.message) : error;
  }
}

async function replaceFolder(folder: string, files: Files): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true });
  const temporary = await mkdtemp(temporaryBeside(folder));
  const [draft, former] = [path.join(temporary, "draft"), path.join(temporary, "former")];
  await mkdir(draft);
  await chmod(draft, 0o755);
  try {
    for (const [file, content] of files) {
      const target = path.join(draft, ...file.split("/"));
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, content);
    }
    if (await found(folder)) await rename(folder, former);
    await rename(draft, folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/**
 * Refuses a folder that cannot be created, or replaced without a loss: a state or a file of Terraform in it, for example.
 *
 * @throws CommandError that names the first such file, or what the file system refuses
 */
export async function refuseOtherContent(folder: string): Promise<void> {
  try {
    await refuseLoss(folder);
    await refuseReadOnlyPlace(folder);
  } catch (error) {
    throw isSystemError(error) ? unwritable(folder, error.message) : error;
  }
}

async function refuseLoss(folder: string): Promise<void> {
  const existing = await found(folder);
  if (!existing) return;
  if (!existing.isDirectory()) {
    throw unwritable(folder, existing.isSymbolicLink() ? "it is a symbolic link" : "it is a file");
  }
  const other = await otherFile(folder);
  if (other === undefined) return;
  throw new CommandError(
    `${folder} cannot be replaced: ${other}`,
    "choose another folder with --output, or move that file away",
  );
}

/**
 * Refuses a folder where nothing can be created, found out by a temporary folder: permissions do not tell it of `/proc`
 * and of read-only file systems, and Node's recursive `mkdir` never returns below `/proc/self`.
 */
async function refuseReadOnlyPlace(folder: string): Promise<void> {
  let missing = folder;
  while (!(await found(path.dirname(missing)))) missing = path.dirname(missing);
  const place = path.dirname(missing);
  const existing = await stat(place).catch(() => undefined);
  if (!existing?.isDirectory()) throw unwritable(folder, `${place} is not a folder`);
  try {
    await rm(await mkdtemp(temporaryBeside(missing)), { recursive: true });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw unwritable(folder, `no folder can be created in ${place} (${error.message.split(", ")[0] ?? ""})`);
  }
}

function temporaryBeside(folder: string): string {
  return path.join(path.dirname(folder), `.${path.basename(folder)}-`);
}

/** By its properties, since those of another realm are no instances of this one's `Error`. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === "object" && error !== null && "syscall" in error && "message" in error;
}

function unwritable(folder: string, reason: string): CommandError {
  return new CommandError(`${folder} cannot be written: ${reason}`, "choose another folder with --output");
}

/** A file that a replacement would lose, and why it is not of this command. */
async function otherFile(folder: string): Promise<string | undefined> {
  const written = await writtenFiles(path.join(folder, manifestFile));
  const entries = await readdir(folder, { recursive: written.size > 0, withFileTypes: true });
  const files = entries
    .filter((entry) => written.size === 0 || !entry.isDirectory())
    .map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)).split(path.sep).join("/"));
  for (const file of files.sort()) {
    if (!written.has(file)) return `${file} is not a file that npm run evidence wrote`;
    const digest = written.get(file);
    if (digest !== undefined && digest !== sha256(await readFile(path.join(folder, file), "utf8")))
      return `${file} has changed since npm run evidence wrote it`;
  }
  return undefined;
}

/** Digests by path, as far as the manifest has them. No files where there is no manifest. */
async function writtenFiles(file: string): Promise<ReadonlyMap<string, string | undefined>> {
  try {
    const { files } = listed.parse(JSON.parse(await readFile(file, "utf8")));
    return new Map([[manifestFile, undefined], ...files.map((one) => [one.path, one.sha256] as const)]);
  } catch {
    return new Map();
  }
}

async function found(file: string) {
  return lstat(file).catch(() => undefined);
}
