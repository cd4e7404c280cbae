import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** Removes the folder that the set-up created. */
export default async function tearDown(): Promise<void> {
  const folder = tmpdir();
  process.env.TMPDIR = path.dirname(folder);
  await rm(folder, { recursive: true, force: true });
}
