import type { JudgedCall } from "../../emulator/record";
import { judgedLine, synthesizedLines } from "../../demo/summary";

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

describe("the judged calls", () => {
  const call = (
    decision: "allowed" | "denied" | "undecided",
    violations: JudgedCall["violations"] = [],
  ): JudgedCall => ({
    call: {
      service: "s3",
      operation: "PutObject",
      parameters: {},
      headers: {},
      caller: { accessKeyId: "AKIA1", arn: "", principalArn: "", account: "123456789012", type: "IAMUser" },
      account: "123456789012",
      region: "us-east-1",
    },
    verdict: { decision, authorizations: [] },
    violations,
    status: 200,
  });

  test("are counted in one line", () => {
    const line = judgedLine([call("allowed"), call("allowed"), call("undecided")]);
    expect(line).toBe("\n3 calls were judged: none denied, 1 undecided");
  });

  test("are named if they were denied or invalid", () => {
    const violation = { operation: "PutObject", member: "Key", value: "", allowed: "at least 1 character" };
    const line = judgedLine([call("allowed"), call("denied"), call("allowed", [violation])]);
    expect(line).toBe("\n3 calls were judged: 2 denied (s3 PutObject), 0 undecided");
  });
});
