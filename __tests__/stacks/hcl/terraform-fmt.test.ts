import { terraformFmt } from "../../../src/stacks/hcl/terraform-fmt";

describe("terraformFmt", () => {
  afterEach(() => {
    delete process.env.TERRAFORM_BINARY_NAME;
  });

  test("lays out HCL", () => {
    expect(terraformFmt("locals {\na=1\nlonger=2\n}\n")).toBe("locals {\n  a      = 1\n  longer = 2\n}\n");
  });

  test("fails on what is no HCL", () => {
    expect(() => terraformFmt("locals {")).toThrow("terraform fmt refused the HCL that was written: ");
  });

  test("fails with what to do when Terraform is missing", () => {
    process.env.TERRAFORM_BINARY_NAME = "no-such-terraform";
    expect(() => terraformFmt("")).toThrow(
      'the HCL output needs terraform to lay it out, but "no-such-terraform" does not start (spawnSync no-such-terraform ENOENT): install it or name it in TERRAFORM_BINARY_NAME',
    );
  });
});
