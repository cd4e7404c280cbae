import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkEmulatorTools, checkPython, checkTerraform } from "../../../src/commands/checks/tools";

const emulator = { AWS_ENDPOINT_URL: "http://127.0.0.1:4566" };

let programs: string;

beforeEach(async () => {
  programs = await mkdtemp(path.join(tmpdir(), "tools-"));
});

afterEach(async () => {
  await rm(programs, { recursive: true });
});

async function program(name: string, script: string): Promise<void> {
  await writeFile(path.join(programs, name), `#!/bin/sh\n${script}\n`);
  await chmod(path.join(programs, name), 0o755);
}

const python = (version: string) => `echo /opt/python; echo ${version}`;

describe("checkTerraform", () => {
  /** What the check says of a binary, with settings that require a version unless they are invalid. */
  async function checked(output: string | undefined, terraformVersion?: string, env: NodeJS.ProcessEnv = {}) {
    if (output !== undefined) await program("terraform", `echo '${output}'`);
    const settings = terraformVersion === undefined ? undefined : { organization: { terraformVersion } };
    return checkTerraform(settings, { PATH: programs, ...env }).then(
      ({ detail }) => detail,
      (error: unknown) => error,
    );
  }

  const refusal = (message: string, nextStep = expect.any(String) as string) =>
    expect.objectContaining({ name: "CommandError", message, nextStep }) as Error;

  test("holds Terraform to the version that the stacks require", async () => {
    expect(await checked("Terraform v1.13.7", "~> 1.13.5")).toBe("Terraform 1.13.7 satisfies ~> 1.13.5");
    expect(await checked("OpenTofu v1.12.6", "~> 1.12.0")).toBe("OpenTofu 1.12.6 satisfies ~> 1.12.0");
    expect(await checked("Terraform v1.14.0", "~> 1.13.5")).toEqual(
      refusal(
        "Terraform 1.14.0 does not satisfy ~> 1.13.5, which every stack requires",
        expect.stringContaining(".terraform-version pins it") as string,
      ),
    );
  });

  test("leads to the setting for OpenTofu, if the settings count versions of Terraform", async () => {
    expect(await checked("OpenTofu v1.12.6", "~> 1.13.5")).toEqual(
      refusal(
        "OpenTofu 1.12.6 does not satisfy ~> 1.13.5, which every stack requires",
        '~> 1.13.5 refers to versions of Terraform: for OpenTofu set terraformVersion in environments/organization.ts, for example to "~> 1.12.6"',
      ),
    );
  });

  test("does not lead to .terraform-version, if the operator requires another version", async () => {
    expect(await checked("Terraform v1.13.5", "~> 1.12.0")).toEqual(
      refusal(
        "Terraform 1.13.5 does not satisfy ~> 1.12.0, which every stack requires",
        "install a version that satisfies ~> 1.12.0, name the binary in TERRAFORM_BINARY_NAME, or change terraformVersion in environments/organization.ts",
      ),
    );
  });

  test("against an emulator accepts any version that locks in S3", async () => {
    expect(await checked("Terraform v1.14.0", "~> 1.13.5", emulator)).toBe("Terraform 1.14.0 satisfies >= 1.10.0");
    expect(await checked("OpenTofu v1.10.0", "~> 1.13.5", emulator)).toBe("OpenTofu 1.10.0 satisfies >= 1.10.0");
    expect(await checked("Terraform v1.10.5", "~> 1.13.5", emulator)).toEqual(
      refusal(
        "Terraform 1.11 or later is needed, but terraform is 1.10.5",
        "see https://developer.hashicorp.com/terraform/install, or name another binary in TERRAFORM_BINARY_NAME",
      ),
    );
  });

  test("without valid settings accepts any version that locks in S3", async () => {
    expect(await checked("OpenTofu v1.12.6")).toBe("OpenTofu 1.12.6");
    expect(await checked("OpenTofu v1.9.4")).toEqual(
      refusal(
        "OpenTofu 1.10 or later is needed, but terraform is 1.9.4",
        "see https://opentofu.org/docs/intro/install/, or name another binary in TERRAFORM_BINARY_NAME",
      ),
    );
  });

  test("runs the binary that TERRAFORM_BINARY_NAME names", async () => {
    await program("tofu", "echo 'OpenTofu v1.10.0'");
    expect(await checked(undefined, undefined, { TERRAFORM_BINARY_NAME: "tofu" })).toBe("OpenTofu 1.10.0");
  });

  test("refuses a binary that is missing, or is not Terraform", async () => {
    const needed = "Terraform 1.11 or OpenTofu 1.10 or later is needed, but terraform";
    expect(await checked(undefined, "~> 1.13.5")).toEqual(refusal(`${needed} is not installed`));
    expect(await checked("hello", "~> 1.13.5")).toEqual(refusal(`${needed} does not report its version`));
  });
});

test("a missing Python is a warning, since only the demo and the tests need it", async () => {
  expect(await checkPython({ PATH: programs })).toMatchObject({
    outcome: "warning",
    detail: expect.stringMatching(/only the demo and the tests need it$/) as string,
  });
  await program("python3", python("3.11.7"));
  expect(await checkPython({ PATH: programs })).toEqual({
    outcome: "ok",
    detail: "3.11.7, for the demo and the tests",
  });
});

describe("checkEmulatorTools", () => {
  async function checked(env: NodeJS.ProcessEnv = {}): Promise<void> {
    await checkEmulatorTools({ PATH: programs, ...env });
  }

  test("accepts the oldest versions that suffice", async () => {
    await program("terraform", "echo 'Terraform v1.11.0'; echo 'on linux_amd64'");
    await program("python3", python("3.10.0"));
    await expect(checked()).resolves.toBeUndefined();
  });

  test("names each program that is missing on a line of its own", async () => {
    await expect(checked()).rejects.toThrow(
      [
        "Terraform 1.11 or OpenTofu 1.10 or later is needed, but terraform is not installed: see https://developer.hashicorp.com/terraform/install or https://opentofu.org/docs/intro/install/, or name another binary in TERRAFORM_BINARY_NAME",
        "Python 3.10 or later with its venv module runs the AWS emulator, but python3 is not installed and python is not installed: install it (Debian, Ubuntu: apt install python3-venv; macOS: brew install python), or specify one in PYTHON",
      ].join("\n"),
    );
  });

  test("names the versions that are too old", async () => {
    await program("terraform", "echo 'Terraform v1.9.8'");
    await program("python3", python("3.9.18"));
    await program("python", python("2.7.18"));
    await expect(checked()).rejects.toThrow(
      /^Terraform 1.11 or later is needed, but terraform is 1\.9\.8: .*\nPython .* but python3 is 3\.9\.18 and python is 2\.7\.18: /,
    );
  });

  test("names a Python without its venv module", async () => {
    await program("terraform", "echo 'Terraform v1.11.4'");
    await program("python3", `echo "ModuleNotFoundError: No module named 'ensurepip'" >&2; exit 1`);
    await expect(checked({ PYTHON: "python3" })).rejects.toThrow(
      `but python3 says "ModuleNotFoundError: No module named 'ensurepip'"`,
    );
  });
});
