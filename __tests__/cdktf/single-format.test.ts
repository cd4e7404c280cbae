import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { BaseStack } from "../../src/stacks/base-stack";

class ExampleStack extends BaseStack {
  constructor(app: App) {
    super(app, "example", {
      region: "ap-northeast-1",
      accountId: "123456789012",
      backend: { local: "example.tfstate" },
    });
  }
}

describe("a stack synthesized in one checkout in both formats", () => {
  let outdir: string;
  let folder: string;

  beforeEach(() => {
    outdir = mkdtempSync(path.join(tmpdir(), "eks-platform-synth-"));
    folder = path.join(outdir, "stacks", "example");
  });

  afterEach(() => {
    delete process.env.SYNTH_HCL_OUTPUT;
    rmSync(outdir, { recursive: true });
  });

  /** Synthesizes as `cdktf synth` and `cdktf synth --hcl` do. */
  function synthesize(format: "json" | "hcl"): string[] {
    process.env.SYNTH_HCL_OUTPUT = String(format === "hcl");
    const app = new App({ outdir });
    new ExampleStack(app);
    app.synth();
    return readdirSync(folder).sort();
  }

  test("contains only the output of the last format", () => {
    expect(synthesize("json")).toEqual(["cdk.tf.json"]);
    expect(synthesize("hcl")).toEqual(["cdk.tf", "metadata.json"]);
    expect(synthesize("hcl")).toEqual(["cdk.tf", "metadata.json"]);
    expect(synthesize("json")).toEqual(["cdk.tf.json"]);
  });

  test("keeps the files that Terraform has written beside it", () => {
    mkdirSync(path.join(folder, ".terraform"), { recursive: true });
    const files = [".terraform.lock.hcl", "errored.tfstate", "example.tfstate"];
    for (const file of files) writeFileSync(path.join(folder, file), "");
    expect(synthesize("json")).toEqual([".terraform", "cdk.tf.json", ...files].sort());
    expect(synthesize("hcl")).toEqual([".terraform", "cdk.tf", "metadata.json", ...files].sort());
  });
});
