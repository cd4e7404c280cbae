import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { findProviderMirror } from "../../emulator/provider-mirror";

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
  const folder = path.join(machine, name);
  for (const file of files) {
    const full = path.join(folder, "registry.terraform.io", "hashicorp", "aws", file);
    await mkdir(path.dirname(full), { recursive: true });
    await writeFile(full, "");
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
      `TF_PROVIDER_MIRROR must be a folder with registry.terraform.io/hashicorp/aws >= 5.100.0, < 6.21.0 for ${platform}, got "/missing"`,
    );
  });
});
