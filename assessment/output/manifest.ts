import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { Project } from "../model/project";

/** Files of evidence by path, with `/` between folders. */
export type Files = ReadonlyMap<string, string>;

const lockFile = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });
const packageFile = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});

/**
 * What the evidence consists of and was made with, so that it can be verified and made again: the digest of each file,
 * the commit, and the versions that decide the bytes.
 *
 * @param root folder of the checkout
 */
export async function manifest(files: Files, { sources, stacks }: Project, root: string): Promise<object> {
  const lock = await readFile(path.join(root, "package-lock.json"), "utf8");
  const { packages } = lockFile.parse(JSON.parse(lock));
  const declared = packageFile.parse(JSON.parse(await readFile(path.join(root, "package.json"), "utf8")));
  const names = Object.keys({ ...declared.dependencies, ...declared.devDependencies }).sort();
  const [first] = stacks;
  const terraform = (first?.json.terraform ?? {}) as { required_version?: string; required_providers?: object };
  return {
    commit: sources.commit ?? null,
    clean: sources.clean,
    date: sources.date,
    terraform: {
      requiredVersion: terraform.required_version ?? null,
      pinnedVersion: (await readFile(path.join(root, ".terraform-version"), "utf8")).trim(),
      requiredProviders: terraform.required_providers ?? {},
    },
    packageLock: { sha256: sha256(lock) },
    packages: Object.fromEntries(names.map((name) => [name, packages[`node_modules/${name}`]?.version ?? null])),
    files: [...files]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([file, content]) => ({ path: file, bytes: Buffer.byteLength(content), sha256: sha256(content) })),
  };
}

function sha256(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}
