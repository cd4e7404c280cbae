import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App, TerraformStack } from "cdktf";
import { LeftoverStateError, refuseLeftoverStates } from "../../src/cdktf/leftover-states";

let outdir: string;

beforeEach(() => {
  outdir = mkdtempSync(path.join(tmpdir(), "leftover-"));
});

afterEach(() => {
  rmSync(outdir, { recursive: true });
});

/** Writes a file to a stack's folder, and checks the folders of an app whose only stack is dev. */
function refuse(stack: string, file: string, content: string): () => void {
  const target = path.join(outdir, "stacks", stack, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
  return () => {
    const app = new App({ outdir });
    new TerraformStack(app, "dev");
    refuseLeftoverStates(app);
  };
}

const state = JSON.stringify({ version: 4, outputs: {}, resources: [{ type: "aws_vpc" }] });

test.each(["errored.tfstate", "terraform.tfstate", "any.tfstate", "terraform.tfstate.d/other/terraform.tfstate"])(
  "refuses to synthesize if the folder of a removed stack contains a state in %s",
  (file) => {
    const refusal = refuse("old", file, state);
    expect(refusal).toThrow(LeftoverStateError);
    expect(refusal).toThrow(path.join(outdir, "stacks", "old", file));
  },
);

test.each([
  ["a state that is unreadable", "{"],
  ["a state of outputs alone", JSON.stringify({ outputs: { a: { value: 1 } }, resources: [] })],
])("treats %s as a state to keep", (_, content) => {
  expect(refuse("old", "terraform.tfstate", content)).toThrow(LeftoverStateError);
});

test.each([
  ["a state without anything", JSON.stringify({ outputs: {}, resources: [] })],
  ["an empty file", ""],
])("ignores %s", (_, content) => {
  expect(refuse("old", "terraform.tfstate", content)).not.toThrow();
});

test("ignores the folders of existing stacks, and those without a state except the records of Terraform", () => {
  refuse("dev", "errored.tfstate", state);
  refuse("old", "cdk.tf.json", "{}");
  expect(refuse("old", ".terraform/terraform.tfstate", state)).not.toThrow();
});
