import { synthesizedLines } from "../../demo/summary";

const folders = { outdir: "/tmp/demo/cdktf.out", hclOutdir: "/tmp/demo/hcl" };

test("the files of both formats are listed where they are kept", () => {
  expect(synthesizedLines(["bootstrap", "dev"], folders, true)).toEqual([
    "  /tmp/demo/cdktf.out/stacks/bootstrap/cdk.tf.json",
    "  /tmp/demo/hcl/stacks/bootstrap/cdk.tf",
    "  /tmp/demo/cdktf.out/stacks/dev/cdk.tf.json",
    "  /tmp/demo/hcl/stacks/dev/cdk.tf",
  ]);
});

test("no file in a folder that the demo deletes is listed, but the commands that write them again", () => {
  const text = synthesizedLines(["bootstrap", "dev"], folders, false).join("\n");
  expect(text).not.toContain("/tmp/demo");
  expect(text).toContain("of bootstrap, dev, which are deleted");
  expect(text).toContain("npx cdktf synth --hcl");
});
