import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { downloadFolder } from "../../emulator/python-packages";
import { findProviderMirror } from "../../emulator/provider-mirror";
import { downloadProvider, mirrorConfiguration } from "../../emulator/terraform-cli-config";
import { emulatorVersions } from "../../src/target/emulator";

/** A configuration in a temporary folder, with Terraform to run in it and without access to AWS. */
export class TerraformFolder {
  private constructor(readonly path: string) {}

  /** @param files contents by name */
  static async create(files: Readonly<Record<string, string>>): Promise<TerraformFolder> {
    const constraint = emulatorVersions.awsProvider;
    const mirror = (await findProviderMirror(constraint)) ?? (await downloadProvider(constraint, downloadFolder));
    const folder = new TerraformFolder(await mkdtemp(path.join(tmpdir(), "eks-platform-terraform-")));
    const all = { ...files, "terraform.tfrc": mirrorConfiguration(mirror) };
    for (const [name, content] of Object.entries(all)) await writeFile(path.join(folder.path, name), content);
    return folder;
  }

  /** The output of Terraform; an error contains the output. */
  async terraform(...args: string[]): Promise<string> {
    const { all } = await execa("terraform", args, {
      cwd: this.path,
      all: true,
      env: { TF_CLI_CONFIG_FILE: path.join(this.path, "terraform.tfrc"), NO_COLOR: "1", TF_IN_AUTOMATION: "1" },
    });
    return all;
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}
