import { requiredTerraform } from "../../../src/commands/terraform/installed-terraform";

describe("requiredTerraform", () => {
  const organization = { terraformVersion: "~> 1.12.0" };

  test("against AWS is what the settings say", () => {
    expect(requiredTerraform(organization, {})).toBe("~> 1.12.0");
  });

  test("against an emulator is what emulator runs are synthesized with", () => {
    expect(requiredTerraform(organization, { AWS_ENDPOINT_URL: "http://127.0.0.1:4566" })).toBe(">= 1.10.0");
  });
});
