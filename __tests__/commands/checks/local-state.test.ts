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

describe("--skip-synth", () => {
  const check =
    (skipSynth = true) =>
    () => {
      checkSynthesized({ stack: "dev", outdir: folder, skipSynth });
    };

  function synthesized(...stacks: string[]): void {
    const manifest = { stacks: Object.fromEntries(stacks.map((name) => [name, {}])) };
    writeFileSync(path.join(folder, "manifest.json"), JSON.stringify(manifest));
    for (const name of stacks) {
      mkdirSync(path.join(folder, "stacks", name), { recursive: true });
      writeFileSync(path.join(folder, "stacks", name, "cdk.tf.json"), "{}");
    }
  }

  test("is refused until the stack is synthesized", () => {
    expect(check(false)).not.toThrow();
    expect(check()).toThrow(`dev is not in the last synthesis to ${folder}`);
    synthesized("dev", "prod");
    expect(check()).not.toThrow();
  });

  test("is refused for a stack that a later synthesis left out, since its file may be of earlier settings", () => {
    synthesized("dev", "prod");
    synthesized("prod");
    expect(check()).toThrow(`dev is not in the last synthesis to ${folder}`);
  });

  test("is refused for a stack that was synthesized only as HCL", () => {
    synthesized("dev");
    rmSync(path.join(folder, "stacks", "dev", "cdk.tf.json"));
    expect(check()).toThrow(`dev is not in the last synthesis to ${folder}`);
  });
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
