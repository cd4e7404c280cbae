import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkWorkspace } from "../../../src/commands/checks/workspace";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "workspace-"));
  mkdirSync(path.join(folder, ".terraform"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function select(workspace: string): void {
  writeFileSync(path.join(folder, ".terraform", "environment"), workspace);
}

test("the workspace default is accepted, selected or not", () => {
  expect(checkWorkspace({ folder, env: {} })).toEqual({ outcome: "ok", detail: "default" });
  select("default");
  expect(checkWorkspace({ folder, env: { TF_WORKSPACE: "" } })).toEqual({ outcome: "ok", detail: "default" });
  expect(checkWorkspace({ folder, env: { TF_WORKSPACE: "default" } })).toEqual({ outcome: "ok", detail: "default" });
});

test.each([
  ["blue", "green", "blue", "unset TF_WORKSPACE"],
  ["", "green", "green", /^terraform -chdir=\S+ workspace select default$/],
])("TF_WORKSPACE=%s in a folder with %s is refused, with what selects it", (variable, recorded, named, nextStep) => {
  select(recorded);
  expect(() => checkWorkspace({ folder, env: { TF_WORKSPACE: variable } })).toThrow(
    expect.objectContaining({
      name: "CommandError",
      message: expect.stringContaining(`the Terraform workspace ${named} is selected`) as string,
      nextStep: expect.stringMatching(nextStep) as string,
    }) as Error,
  );
});
