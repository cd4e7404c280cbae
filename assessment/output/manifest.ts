import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { isObject } from "../../src/cdktf/terraform-json";
import type { Project } from "../model/project";

/** File of a folder of evidence that lists all others. */
export const manifestFile = "manifest.json";

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string().optional(),
      dependencies: z.record(z.string(), z.string()).optional(),
      devDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/** What a reader needs to tell whether a folder of evidence is complete and unchanged. */
export const manifestSchema = z.object({
  format: z.literal("evidence/1"),
  files: z.record(z.string(), z.string()),
});

/**
 * Versions of everything that took part, and the SHA-256 of each file as `sha256sum` prints it.
 *
 * @param root folder of the checkout
 * @param files contents by path within the folder of evidence
 */
export async function manifest(root: string, { stacks, sources }: Project, files: ReadonlyMap<string, string>) {
  const lock = await readIfThere(path.join(root, "package-lock.json"));
  const terraformVersion = await readIfThere(path.join(root, ".terraform-version"));
  return {
    format: "evidence/1",
    sources: { commit: sources.commit ?? null, clean: sources.clean, date: sources.date },
    terraform: {
      version: terraformVersion?.trim() ?? null,
      stacks: Object.fromEntries(
        stacks.map(({ name, json: { terraform } }) => [
          name,
          isObject(terraform)
            ? { required_version: terraform.required_version, required_providers: terraform.required_providers }
            : {},
        ]),
      ),
    },
    packages: lock === undefined ? {} : directPackages(lock),
    packageLock: lock === undefined ? null : sha256(lock),
    files: Object.fromEntries([...files].sort(byName).map(([name, content]) => [name, sha256(content)])),
  };
}

/** SHA-256 of a text in UTF-8, in hexadecimal digits. */
export function sha256(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Versions of the packages that package.json names. */
function directPackages(lock: string): Readonly<Record<string, string>> {
  const { packages } = lockSchema.parse(JSON.parse(lock));
  const { dependencies = {}, devDependencies = {} } = packages[""] ?? {};
  const versions = Object.keys({ ...dependencies, ...devDependencies }).flatMap((name): [string, string][] => {
    const version = packages[`node_modules/${name}`]?.version;
    return version === undefined ? [] : [[name, version]];
  });
  return Object.fromEntries(versions.sort(byName));
}

function byName([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : 1;
}

async function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  });
}
