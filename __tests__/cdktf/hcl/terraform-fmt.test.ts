import { terraformFmt } from "../../../src/cdktf/hcl/terraform-fmt";

describe("terraformFmt", () => {
  afterEach(() => {
    delete process.env.TERRAFORM_BINARY_NAME;
  });

  test("formats HCL", () => {
    expect(terraformFmt("locals {\na=1\nlonger=2\n}\n")).toBe("locals {\n  a      = 1\n  longer = 2\n}\n");
  });

  test("fails on input that is not HCL", () => {
    expect(() => terraformFmt("locals {")).toThrow("terraform fmt refused the generated HCL: ");
  });

  test("fails with the next step when Terraform is not installed", () => {
    process.env.TERRAFORM_BINARY_NAME = "no-such-terraform";
    expect(() => terraformFmt("")).toThrow(
      'HCL output needs terraform for formatting, but "no-such-terraform" does not start (spawnSync no-such-terraform ENOENT): install Terraform, or name its binary in TERRAFORM_BINARY_NAME',
    );
  });
});
