import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkVariables, checkWorkspace } from "../../../src/commands/checks/terraform-context";

describe("environment variables", () => {
  test("that are harmless pass, and are named", () => {
    expect(checkVariables({ HOME: "/root" })).toEqual({
      outcome: "ok",
      detail: "none that change what Terraform does",
    });
    expect(checkVariables({ TF_CLI_ARGS_plan: "-no-color" })).toEqual({
      outcome: "ok",
      detail: 'TF_CLI_ARGS_plan="-no-color"',
    });
  });

  test("that select another state are refused", () => {
    expect(() => checkVariables({ TF_WORKSPACE: "blue" })).toThrow(
      expect.objectContaining({
        name: "CommandError",
        message: expect.stringContaining('TF_WORKSPACE: got "blue", which selects another state') as string,
      }) as Error,
    );
  });
});

describe("the workspace of a folder", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "workspace-"));
    mkdirSync(path.join(folder, ".terraform"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const check = (selected?: string) => () => {
    if (selected !== undefined) writeFileSync(path.join(folder, ".terraform", "environment"), selected);
    checkWorkspace({ folder });
  };

  test("is accepted as default, selected or not", () => {
    expect(check()).not.toThrow();
    expect(check("default\n")).not.toThrow();
  });

  test("is refused as any other, with the command that selects default", () => {
    expect(check("blue")).toThrow(
      expect.objectContaining({
        name: "CommandError",
        message: expect.stringContaining("the Terraform workspace blue is selected") as string,
        nextStep: `terraform -chdir=${folder} workspace select default`,
      }) as Error,
    );
  });
});
