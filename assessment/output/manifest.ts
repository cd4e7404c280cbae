import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { isObject } from "../../src/cdktf/terraform-json";
import type { Project, Stack } from "../model/project";

/** Files of evidence by path, with `/` between folders. */
export type Files = ReadonlyMap<string, string>;

const lockFile = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });
const packageFile = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

/**
 * What the evidence consists of and was made with, so that it can be verified and made again: the digest of each file,
 * the commit, and the versions that decide the bytes.
 *
 * @param root folder of the checkout
 */
export async function manifest(files: Files, { sources, stacks }: Project, root: string): Promise<object> {
  const pinned = await contentOf(path.join(root, ".terraform-version"));
  return {
    commit: sources.commit ?? null,
    clean: sources.clean,
    date: sources.date,
    terraform: {
      pinnedVersion: pinned?.trim() ?? null,
      stacks: Object.fromEntries(stacks.map((stack) => [stack.name, requirementsOf(stack)])),
    },
    ...(await packagesOf(root)),
    files: [...files]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([file, content]) => ({ path: file, bytes: Buffer.byteLength(content), sha256: sha256(content) })),
  };
}

function requirementsOf({ json }: Stack): object {
  const { required_version: requiredVersion = null, required_providers: requiredProviders = {} } = isObject(
    json.terraform,
  )
    ? json.terraform
    : {};
  return { requiredVersion, requiredProviders };
}

/** The locked versions of the packages that package.json names. */
async function packagesOf(root: string): Promise<object> {
  const lock = await contentOf(path.join(root, "package-lock.json"));
  const declared = packageFile.parse(JSON.parse((await contentOf(path.join(root, "package.json"))) ?? "{}"));
  const { packages } = lockFile.parse(JSON.parse(lock ?? '{"packages":{}}'));
  const names = Object.keys({ ...declared.dependencies, ...declared.devDependencies }).sort();
  return {
    packageLock: lock === undefined ? null : { sha256: sha256(lock) },
    packages: Object.fromEntries(names.map((name) => [name, packages[`node_modules/${name}`]?.version ?? null])),
  };
}

/** A copy of the project may lack a file. */
async function contentOf(file: string): Promise<string | undefined> {
  return existsSync(file) ? readFile(file, "utf8") : undefined;
}

/** Digest of a file as the manifest has it. */
export function sha256(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}
