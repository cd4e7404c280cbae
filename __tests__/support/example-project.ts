import { cp, mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { projectRoot } from "../../src/commands/cli/project";

/** What a command needs of the project, apart from its settings and packages. */
const copied = [
  "assessment",
  "cdktf.json",
  "demo",
  "emulator",
  "main.ts",
  "package.json",
  "scan",
  "src",
  "tsconfig.json",
];

/** Folders that are installed once and shared by every copy. */
const shared = [".emulator", "node_modules"];

/**
 * Copies the project with the example settings in place of the operator's, so that what a test runs as a process does
 * not depend on `environments/`.
 */
export async function createExampleProject(folder: string): Promise<void> {
  await mkdir(folder);
  for (const name of copied) await cp(path.join(projectRoot, name), path.join(folder, name), { recursive: true });
  for (const name of shared) {
    await mkdir(path.join(projectRoot, name), { recursive: true });
    await symlink(path.join(projectRoot, name), path.join(folder, name));
  }
  await cp(path.join(__dirname, "example"), path.join(folder, "environments"), { recursive: true });
}

/** The copy that the set-up of this test run created. */
export function exampleProject(): string {
  const folder = process.env.EXAMPLE_PROJECT;
  if (!folder) throw new Error("EXAMPLE_PROJECT is not set: jest's global set-up creates the project copy");
  return folder;
}
