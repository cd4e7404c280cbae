import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

const blocksByType = z.record(z.string(), z.record(z.string(), z.unknown()));
const configuration = z.object({
  provider: z.unknown().optional(),
  resource: blocksByType.optional(),
  data: blocksByType.optional(),
});

/**
 * Copies the JSON of a stack for checkov, one file for each type of block.
 *
 * Checkov identifies a block of a JSON file only by its ID, so the file name supplies the type. The `terraform` block
 * is omitted: checkov cannot parse a JSON file in which it contains `required_version`, and reports that without
 * failing.
 *
 * @returns the addresses of the stack's blocks
 */
export async function copyJson(file: string, folder: string): Promise<string[]> {
  const { provider, resource = {}, data = {} } = configuration.parse(JSON.parse(await readFile(file, "utf8")));
  const write = (name: string, content: object) =>
    writeFile(path.join(folder, `${name}.tf.json`), JSON.stringify(content, null, 2));

  await mkdir(folder, { recursive: true });
  if (provider !== undefined) await write("provider", { provider });
  for (const [type, blocks] of Object.entries(resource)) await write(type, { resource: { [type]: blocks } });
  for (const [type, blocks] of Object.entries(data)) await write(`data.${type}`, { data: { [type]: blocks } });
  const addresses = (byType: z.infer<typeof blocksByType>, prefix: string) =>
    Object.entries(byType).flatMap(([type, blocks]) => Object.keys(blocks).map((id) => `${prefix}${type}.${id}`));
  return [...addresses(resource, ""), ...addresses(data, "data.")];
}

/** Copies the HCL of a stack for checkov unchanged. */
export async function copyHcl(file: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await copyFile(file, path.join(folder, path.basename(file)));
}

/** Names of the stacks in a folder that CDKTF synthesized into. */
export async function stackNames(outdir: string): Promise<string[]> {
  return (await readdir(path.join(outdir, "stacks"))).sort();
}
