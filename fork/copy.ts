import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { projectRoot } from "../src/commands/cli/project";

/** What git ignores, or uses internally. */
const leftOut = new Set([".git", "cdktf.out", "coverage"]);

/** Installed once and shared by all copies. */
const shared = [".emulator", "node_modules"];

const variantsFolder = path.join(projectRoot, "fork", "variants");

/** Names of the settings that a copy can have. */
export async function variantNames(): Promise<string[]> {
  return (await readdir(variantsFolder)).sort();
}

/** Copies the checkout and replaces its settings, as "Make it your own" in the README instructs the operator. */
export async function createFork(variant: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const entries = (await readdir(projectRoot)).filter((name) => !leftOut.has(name) && !shared.includes(name));
  for (const name of entries) await cp(path.join(projectRoot, name), path.join(folder, name), { recursive: true });
  for (const name of shared) {
    await mkdir(path.join(projectRoot, name), { recursive: true });
    await symlink(path.join(projectRoot, name), path.join(folder, name));
  }
  await replaceSettings(path.join(variantsFolder, variant), path.join(folder, "environments"));
}

async function replaceSettings(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true });
  await mkdir(to);
  for (const file of await readdir(from)) {
    const settings = await readFile(path.join(from, file), "utf8");
    await writeFile(path.join(to, file), settings.replaceAll('"../../../src/', '"../src/'));
  }
}
