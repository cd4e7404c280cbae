import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { findProviderMirror, linkForBothRegistries, mirrorServes } from "../../emulator/provider-mirror";

const constraint = ">= 5.100.0, < 6.21.0";
const platform = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;

let machine: string;

beforeEach(async () => {
  machine = await mkdtemp(path.join(tmpdir(), "mirrors-"));
});

afterEach(async () => {
  await rm(machine, { recursive: true });
});

async function mirror(name: string, ...files: string[]): Promise<string> {
  return mirrorOf("registry.terraform.io", name, ...files);
}

async function mirrorOf(host: string, name: string, ...files: string[]): Promise<string> {
  const folder = path.join(machine, name);
  for (const file of files) {
    const full = path.join(folder, host, "hashicorp", "aws", file);
    await mkdir(path.dirname(full), { recursive: true });
    await writeFile(full, host);
  }
  return folder;
}

describe("findProviderMirror", () => {
  test("finds nothing on a machine without mirrors", async () => {
    expect(await findProviderMirror(constraint, {}, [path.join(machine, "missing")])).toBeUndefined();
  });

  test("takes the first conventional folder that has a fitting version, unpacked or packed", async () => {
    const empty = await mirror("empty");
    const unpacked = await mirror("unpacked", `5.100.0/${platform}/terraform-provider-aws_v5.100.0_x5`);
    const packed = await mirror("packed", `terraform-provider-aws_6.20.0_${platform}.zip`);
    expect(await findProviderMirror(constraint, {}, [empty, unpacked, packed])).toBe(unpacked);
    expect(await findProviderMirror(constraint, {}, [empty, packed])).toBe(packed);
  });

  test("passes over versions out of range, pre-releases and other platforms", async () => {
    const mirrors = [
      await mirror("old", `5.99.1/${platform}/provider`),
      await mirror("new", `6.21.0/${platform}/provider`, `terraform-provider-aws_6.21.0_${platform}.zip`),
      await mirror("beta", `6.0.0-beta1/${platform}/provider`),
      await mirror("other", "5.100.0/plan9_mips/provider", "terraform-provider-aws_6.20.0_plan9_mips.zip"),
    ];
    expect(await findProviderMirror(constraint, {}, mirrors)).toBeUndefined();
  });

  test("prefers the folder that TF_PROVIDER_MIRROR names", async () => {
    const named = await mirror("named", `6.20.0/${platform}/provider`);
    const conventional = await mirror("conventional", `5.100.0/${platform}/provider`);
    expect(await findProviderMirror(constraint, { TF_PROVIDER_MIRROR: named }, [conventional])).toBe(named);
  });

  test("refuses a TF_PROVIDER_MIRROR without a fitting version rather than looking elsewhere", async () => {
    const conventional = await mirror("conventional", `5.100.0/${platform}/provider`);
    await expect(findProviderMirror(constraint, { TF_PROVIDER_MIRROR: "/missing" }, [conventional])).rejects.toThrow(
      `TF_PROVIDER_MIRROR must be a folder with hashicorp/aws >= 5.100.0, < 6.21.0 of registry.terraform.io or registry.opentofu.org for ${platform}, got "/missing"`,
    );
  });

  test("takes a mirror of OpenTofu's registry", async () => {
    const tofu = await mirrorOf("registry.opentofu.org", "tofu", `5.100.0/${platform}/provider`);
    expect(await findProviderMirror(constraint, {}, [tofu])).toBe(tofu);
  });
});

describe("linkForBothRegistries", () => {
  const hosts = ["registry.terraform.io", "registry.opentofu.org"];
  const contents = async (folder: string, host: string, file: string) =>
    readFile(path.join(folder, host, "hashicorp", "aws", file), "utf8");

  test.each(hosts)("serves both from a mirror of %s alone, unpacked and packed", async (host) => {
    const [unpacked, packed] = [`5.100.0/${platform}/provider`, `terraform-provider-aws_6.20.0_${platform}.zip`];
    const source = await mirrorOf(host, "source", unpacked, packed);
    const links = await linkForBothRegistries(source, path.join(machine, "links"), constraint);
    expect(await mirrorServes(links, constraint)).toBe(true);
    for (const target of hosts) {
      expect(await contents(links, target, unpacked)).toBe(host);
      expect(await contents(links, target, packed)).toBe(host);
    }
  });

  test("serves each from its own where a mirror has both", async () => {
    const file = `5.100.0/${platform}/provider`;
    for (const host of hosts) await mirrorOf(host, "both", file);
    const links = await linkForBothRegistries(path.join(machine, "both"), path.join(machine, "links"), constraint);
    for (const host of hosts) expect(await contents(links, host, file)).toBe(host);
  });

  test("serves one from the other's where its own versions do not fit", async () => {
    await mirrorOf("registry.opentofu.org", "old", `5.99.1/${platform}/provider`);
    const source = await mirrorOf("registry.terraform.io", "old", `5.100.0/${platform}/provider`);
    const links = await linkForBothRegistries(source, path.join(machine, "links"), constraint);
    expect(await contents(links, "registry.opentofu.org", `5.100.0/${platform}/provider`)).toBe(
      "registry.terraform.io",
    );
  });
});
