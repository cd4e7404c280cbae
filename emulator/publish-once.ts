import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readlink, rm, stat, symlink } from "node:fs/promises";
import path from "node:path";

const hourInMilliseconds = 3_600_000;

/**
 * Creates a folder unless it exists. Any number of processes may do so concurrently: each builds its own copy, and the
 * first to finish publishes it as a symbolic link with the name that all use. An incomplete copy is never published.
 *
 * @param published path that all processes use
 * @param build fills the folder that it is given; the folder is removed if it fails
 * @returns `published`
 */
export async function publishOnce(published: string, build: (folder: string) => Promise<void>): Promise<string> {
  if (existsSync(published)) return published;
  await mkdir(path.dirname(published), { recursive: true });
  await removeAbandoned(published);
  const own = `${published}-${randomUUID()}`;
  try {
    await mkdir(own);
    await build(own);
    await symlink(path.basename(own), published);
  } catch (error) {
    await rm(own, { recursive: true, force: true });
    if (!isAlreadyThere(error)) throw error;
  }
  return published;
}

/** Removes the copies of processes that were killed while they built, once no process can still be building them. */
async function removeAbandoned(published: string): Promise<void> {
  const folder = path.dirname(published);
  const names = (await readdir(folder)).filter((name) => name.startsWith(`${path.basename(published)}-`));
  const inUse = await readlink(published).catch(() => undefined);
  for (const name of names.filter((candidate) => candidate !== inUse)) {
    const age = Date.now() - (await stat(path.join(folder, name))).mtimeMs;
    if (age > hourInMilliseconds) await rm(path.join(folder, name), { recursive: true, force: true });
  }
}

function isAlreadyThere(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === "EEXIST";
}
