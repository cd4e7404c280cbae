import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { synthesizedProject } from "../../assessment/synthesis/synthesized-project";
import { emulatorVersions } from "../../src/target/emulator";
import { startBootstrapped } from "../support/bootstrapped";
import { type Account, Checkout } from "../support/checkout";
import { exampleProject } from "../support/example-project";

/** What differs on an emulator, beside the HCL and not in it: Terraform merges it into the blocks. */
const override = `
terraform {
  required_version = "${emulatorVersions.terraform}"

  required_providers {
    aws = {
      version = "${emulatorVersions.awsProvider}"
      source  = "hashicorp/aws"
    }
  }
}

provider "aws" {
  s3_use_path_style = true
}

data "terraform_remote_state" "recorded" {
  config = {
    bucket         = "my-terraform-state-dev"
    key            = "eks-cluster/terraform.tfstate"
    region         = "ap-northeast-1"
    use_path_style = true
  }
}
`;

let emulator: Account;
let checkout: Checkout;
let folder: string;
let tools: string;
let hcl: string;

beforeAll(async () => {
  emulator = await startBootstrapped();
  checkout = await Checkout.create(emulator);
  const parent = await mkdtemp(path.join(tmpdir(), "evidence-hcl-"));
  [folder, tools] = [path.join(parent, "dev"), path.join(parent, "tools")];
  await mkdir(folder);
  await mkdir(tools);
  const { stdout } = await execa("which", ["terraform"]);
  await symlink(stdout, path.join(tools, "terraform"));
  const { files } = await synthesizedProject(exampleProject(), { date: "2026-11-27" });
  hcl = files.get("dev")?.hcl ?? "";
  await writeFile(path.join(folder, "cdk.tf"), hcl);
});

afterAll(async () => {
  await rm(path.dirname(folder), { recursive: true, force: true });
  await checkout.remove();
  await emulator.stop();
});

/** Terraform with no other program in its path. */
async function terraform(...args: string[]) {
  const { all, exitCode } = await execa(path.join(tools, "terraform"), [...args, "-no-color"], {
    cwd: folder,
    env: { ...emulator.deployer.env, PATH: tools },
    all: true,
    reject: false,
    stdin: "ignore",
  });
  return { output: all, exitCode };
}

test("the HCL alone is formatted", async () => {
  expect(await terraform("fmt", "-check")).toEqual({ exitCode: 0, output: "" });
});

test("copied elsewhere, it initializes, is valid and plans the stack, without Node", async () => {
  // Version 5 of the provider, which emulators support, lacks the argument.
  await writeFile(path.join(folder, "cdk.tf"), hcl.replace(/^ +deletion_protection .*\n/gm, ""));
  await writeFile(path.join(folder, "emulator_override.tf"), override);

  expect(await terraform("init", "-input=false", "-backend-config=use_path_style=true")).toMatchObject({ exitCode: 0 });
  expect(await terraform("validate")).toMatchObject({ exitCode: 0 });
  expect(await terraform("plan", "-input=false", "-detailed-exitcode")).toEqual({
    exitCode: 2,
    output: expect.stringMatching(/Plan: \d+ to add, 0 to change, 0 to destroy/) as string,
  });
});

test("after CDKTF has deployed the stack, it plans no changes", async () => {
  expect(await checkout.cdktf("deploy", "dev", "--auto-approve")).toMatchObject({ exitCode: 0 });
  expect(await terraform("plan", "-input=false", "-detailed-exitcode")).toEqual({
    exitCode: 0,
    output: expect.stringContaining("No changes.") as string,
  });
});
