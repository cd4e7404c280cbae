import { readdir, stat } from "node:fs/promises";
import path from "node:path";

/** Folders of saved plans, each of which only its owner can read. */
export async function plansIn(folder: string): Promise<string[]> {
  const plans = (await readdir(folder)).filter((name) => name.startsWith("eks-platform-plan-"));
  for (const name of plans) expect((await stat(path.join(folder, name))).mode & 0o777).toBe(0o700);
  return plans;
}
