import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { emulatorVersions } from "../../src/target/emulator";
import { terraform } from "../../src/commands/terraform/processes";
import { findProviderMirror, linkForBothRegistries, mirrorServes } from "../../emulator/provider-mirror";
import { downloadFolder } from "../../emulator/python-packages";
import { downloadProvider, mirrorConfiguration } from "../../emulator/terraform-cli-config";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cli-config-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe("mirrorConfiguration", () => {
  test("takes the AWS provider from the folder alone, and everything else from its registry", () => {
    expect(mirrorConfiguration("/opt/mirror")).toBe(`provider_installation {
  filesystem_mirror {
    path    = "/opt/mirror"
    include = ["registry.terraform.io/hashicorp/aws", "registry.opentofu.org/hashicorp/aws"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws", "registry.opentofu.org/hashicorp/aws"]
  }
}
`);
  });

  test("quotes what HCL would take for an expression", () => {
    expect(mirrorConfiguration('/a "b" ${c} %{d}')).toContain('path    = "/a \\"b\\" $${c} %%{d}"');
  });

  test("has Terraform find the provider in a mirror of links", async () => {
    const constraint = emulatorVersions.awsProvider;
    const mirror = (await findProviderMirror(constraint)) ?? (await downloadProvider(constraint, downloadFolder));
    const links = await linkForBothRegistries(mirror, path.join(folder, "links"), constraint);
    const file = path.join(folder, "terraform.tfrc");
    await writeFile(file, mirrorConfiguration(links));
    const aws = { source: "hashicorp/aws", version: constraint };
    await writeFile(path.join(folder, "main.tf.json"), JSON.stringify({ terraform: { required_providers: { aws } } }));
    await terraform(["init", "-no-color"], { cwd: folder, env: { TF_CLI_CONFIG_FILE: file } });
    const { stdout } = await terraform(["providers", "-no-color"], { cwd: folder, env: { TF_CLI_CONFIG_FILE: file } });
    expect(stdout).toContain("hashicorp/aws]");
  });

  test("is one that Terraform reads without a word", async () => {
    const file = path.join(folder, "terraform.tfrc");
    await writeFile(file, mirrorConfiguration("/opt/mirror"));
    const { all } = await terraform(["version"], { env: { TF_CLI_CONFIG_FILE: file }, all: true });
    expect(all).toMatch(/^(Terraform|OpenTofu) v/);
    expect(all).not.toContain("CLI configuration");
  });
});

describe("downloadProvider", () => {
  const constraint = emulatorVersions.awsProvider;

  /** Terraform gets the provider as this machine would: from a mirror on it, or from the registry. */
  async function environment(): Promise<NodeJS.ProcessEnv> {
    const mirror = await findProviderMirror(constraint);
    if (!mirror) return process.env;
    const file = path.join(folder, "terraform.tfrc");
    await writeFile(file, mirrorConfiguration(mirror));
    return { ...process.env, TF_CLI_CONFIG_FILE: file };
  }

  test("makes a folder that serves as a mirror, once", async () => {
    const downloads = path.join(folder, "downloads");
    const first = await downloadProvider(constraint, downloads, await environment());
    expect(await mirrorServes(first, constraint)).toBe(true);
    const entries = await readdir(downloads);
    const second = await downloadProvider(constraint, downloads, { PATH: "/nothing" });
    expect(second).toBe(first);
    expect(await readdir(downloads)).toEqual(entries);
  });

  test("tells Terraform's own reason when there is none to download, and leaves nothing behind", async () => {
    const downloads = path.join(folder, "downloads");
    await expect(downloadProvider(">= 999.0.0", downloads, await environment())).rejects.toThrow(
      /^the AWS provider >= 999\.0\.0 could not be downloaded:[^]*>= 999\.0\.0/,
    );
    expect(await readdir(downloads)).toEqual([]);
  });
});
