import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkPrerequisites } from "../../../src/commands/checks/prerequisites";
import { emulatorVersions } from "../../../src/target/emulator";

let programs: string;

beforeEach(async () => {
  programs = await mkdtemp(path.join(tmpdir(), "prerequisites-"));
});

afterEach(async () => {
  await rm(programs, { recursive: true });
});

async function program(name: string, script: string): Promise<void> {
  await writeFile(path.join(programs, name), `#!/bin/sh\n${script}\n`);
  await chmod(path.join(programs, name), 0o755);
}

async function checked(options: { env?: NodeJS.ProcessEnv; terraformVersion?: string } = {}): Promise<void> {
  const { env = {}, ...others } = options;
  await checkPrerequisites({ emulator: true, env: { PATH: programs, ...env }, ...others });
}

const python = (version: string) => `echo /opt/python; echo ${version}`;

describe("checkPrerequisites", () => {
  test("accepts the oldest versions that do", async () => {
    await program("terraform", "echo 'Terraform v1.11.0'; echo 'on linux_amd64'");
    await program("python3", python("3.10.0"));
    await expect(checked()).resolves.toBeUndefined();
  });

  test("accepts OpenTofu by its own version count", async () => {
    await program("tofu", "echo 'OpenTofu v1.10.0'");
    await program("python3", python("3.13.1"));
    await expect(checked({ env: { TERRAFORM_BINARY_NAME: "tofu" } })).resolves.toBeUndefined();
  });

  test("refuses Terraform 1.10, which the emulator's constraint takes for the sake of OpenTofu", async () => {
    await program("terraform", "echo 'Terraform v1.10.5'");
    await program("python3", python("3.13.1"));
    await expect(checked({ terraformVersion: emulatorVersions.terraform })).rejects.toThrow(
      "Terraform 1.11 or later is needed, but terraform is 1.10.5: see https://developer.hashicorp.com/terraform/install, or name another binary in TERRAFORM_BINARY_NAME",
    );
  });

  test("refuses an OpenTofu without native locking, and leads to OpenTofu", async () => {
    await program("tofu", "echo 'OpenTofu v1.9.4'");
    await program("python3", python("3.13.1"));
    await expect(checked({ env: { TERRAFORM_BINARY_NAME: "tofu" } })).rejects.toThrow(
      "OpenTofu 1.10 or later is needed, but tofu is 1.9.4: see https://opentofu.org/docs/intro/install/, or name another binary in TERRAFORM_BINARY_NAME",
    );
  });

  test("refuses a version that the stacks would refuse", async () => {
    await program("terraform", "echo 'Terraform v1.14.0'");
    await program("python3", python("3.13.1"));
    await expect(checked({ terraformVersion: "~> 1.13.5" })).rejects.toThrow(
      "Terraform 1.14.0 does not satisfy ~> 1.13.5, which every stack requires: install a version that satisfies ~> 1.13.5",
    );
    await expect(checked({ terraformVersion: "~> 1.14.0" })).resolves.toBeUndefined();
  });

  test("does not ask for Python where no emulator is started", async () => {
    await program("terraform", "echo 'Terraform v1.13.5'");
    await expect(checkPrerequisites({ env: { PATH: programs } })).resolves.toBeUndefined();
  });

  test("names each program that is missing or too old on a line of its own", async () => {
    await expect(checked()).rejects.toThrow(
      [
        "Terraform 1.11 or OpenTofu 1.10 or later is needed, but terraform is not installed: see https://developer.hashicorp.com/terraform/install or https://opentofu.org/docs/intro/install/, or name another binary in TERRAFORM_BINARY_NAME",
        "Python 3.10 or later with its venv module runs the AWS emulator, but python3 is not installed and python is not installed: install it (Debian, Ubuntu: apt install python3-venv; macOS: brew install python), or specify one in PYTHON",
      ].join("\n"),
    );
  });

  test("tells the versions that are too old", async () => {
    await program("terraform", "echo 'Terraform v1.9.8'");
    await program("python3", python("3.9.18"));
    await program("python", python("2.7.18"));
    await expect(checked()).rejects.toThrow(
      /^Terraform 1.11 or later is needed, but terraform is 1\.9\.8: .*\nPython .* but python3 is 3\.9\.18 and python is 2\.7\.18: /,
    );
  });

  test("tells a Python without its venv module", async () => {
    await program("terraform", "echo 'Terraform v1.11.4'");
    await program("python3", `echo "ModuleNotFoundError: No module named 'ensurepip'" >&2; exit 1`);
    await expect(checked({ env: { PYTHON: "python3" } })).rejects.toThrow(
      `but python3 says "ModuleNotFoundError: No module named 'ensurepip'"`,
    );
  });

  test("tells a binary that is not Terraform", async () => {
    await program("terraform", "echo hello");
    await program("python3", python("3.12.0"));
    await expect(checked()).rejects.toThrow("but terraform does not report its version");
  });
});
