import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { createFork, variantNames } from "../../fork/copy";
import { cdktf } from "../../src/commands/terraform/processes";

let parent: string;

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), "fork-test-"));
});

afterEach(() => {
  rmSync(parent, { recursive: true });
});

const variants = {
  "own-account": { stacks: ["bootstrap", "dev", "prod"], arn: "arn:aws:iam::222233334444:role/Admin" },
  "two-accounts": {
    stacks: ["bootstrap", "bootstrap-111122223333", "dev", "prod", "staging"],
    arn: "arn:aws:iam::111122223333:role/ops/PlatformAdmin",
  },
  govcloud: { stacks: ["bootstrap", "live"], arn: "arn:aws-us-gov:iam::555566667777:role/PlatformAdmin" },
};

test("every variant is known here", async () => {
  expect(await variantNames()).toEqual(Object.keys(variants).sort());
});

describe.each(Object.entries(variants))("a copy with the settings %s", (variant, { stacks, arn }) => {
  test("synthesizes its own stacks, and passes the tests of its settings", async () => {
    const folder = path.join(parent, "copy");
    await createFork(variant, folder);

    const outdir = path.join(parent, "cdktf.out");
    const synth = await cdktf(["synth", "--output", outdir], { cwd: folder, all: true, reject: false });
    expect(synth).toMatchObject({ exitCode: 0 });
    expect(readdirSync(path.join(outdir, "stacks")).sort()).toEqual(stacks);
    const environment = readFileSync(
      path.join(outdir, "stacks", stacks.find((stack) => !stack.startsWith("bootstrap")) ?? "", "cdk.tf.json"),
      "utf8",
    );
    expect(environment).toContain(arn);
    expect(environment).not.toContain("123456789012");

    const jest = path.join("node_modules", "jest", "bin", "jest.js");
    const tests = await execa(process.execPath, [jest, "__tests__/environments"], {
      cwd: folder,
      all: true,
      reject: false,
    });
    expect(tests.all).toMatch(/^Tests: +\d+ passed, \d+ total$/m);
  });
});
