import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkSynthesized, checkUnsavedState } from "../../../src/commands/checks/local-state";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "local-state-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("--skip-synth is refused until the stack is synthesized", () => {
  const check = (skipSynth: boolean) => () => {
    checkSynthesized({ stack: "dev", outdir: folder, skipSynth });
  };
  expect(check(false)).not.toThrow();
  expect(check(true)).toThrow(`dev has not been synthesized to ${folder}`);
  mkdirSync(path.join(folder, "stacks", "dev"), { recursive: true });
  writeFileSync(path.join(folder, "stacks", "dev", "cdk.tf.json"), "{}");
  expect(check(true)).not.toThrow();
});

test("a state that an earlier apply could not save is refused with the commands that save it", () => {
  const check = () => {
    checkUnsavedState({ stack: "dev", folder });
  };
  expect(check).not.toThrow();
  writeFileSync(path.join(folder, "errored.tfstate"), "{}");
  expect(check).toThrow(
    expect.objectContaining({
      message: expect.stringContaining("an earlier apply of dev could not save its state") as string,
      nextStep: expect.stringContaining(`terraform -chdir=${folder} state push errored.tfstate`) as string,
    }) as Error,
  );
});
