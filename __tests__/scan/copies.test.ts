import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { copyJson } from "../../scan/copies";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "copies-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const stack = {
  terraform: { required_version: "~> 1.13.5", required_providers: { aws: { version: "6.20.0" } } },
  provider: { aws: [{ region: "ap-northeast-1" }] },
  resource: { aws_vpc: { vpc: { cidr_block: "10.0.0.0/16" } }, aws_subnet: { a: {}, c: {} } },
  data: { aws_iam_policy_document: { key_policy: {} } },
};

describe("the copy of a stack for checkov", () => {
  test("has a file for each type, since checkov tells the id of a block in JSON but not its type", async () => {
    await writeFile(path.join(folder, "cdk.tf.json"), JSON.stringify(stack));
    const addresses = await copyJson(path.join(folder, "cdk.tf.json"), path.join(folder, "copy"));
    expect(addresses).toEqual([
      "aws_vpc.vpc",
      "aws_subnet.a",
      "aws_subnet.c",
      "data.aws_iam_policy_document.key_policy",
    ]);
    expect((await readdir(path.join(folder, "copy"))).sort()).toEqual([
      "aws_subnet.tf.json",
      "aws_vpc.tf.json",
      "data.aws_iam_policy_document.tf.json",
      "provider.tf.json",
    ]);
    expect(JSON.parse(await readFile(path.join(folder, "copy", "aws_vpc.tf.json"), "utf8"))).toEqual({
      resource: { aws_vpc: stack.resource.aws_vpc },
    });
  });

  test("leaves out required_version, which checkov cannot read in JSON", async () => {
    await writeFile(path.join(folder, "cdk.tf.json"), JSON.stringify(stack));
    await copyJson(path.join(folder, "cdk.tf.json"), path.join(folder, "copy"));
    for (const file of await readdir(path.join(folder, "copy"))) {
      expect(await readFile(path.join(folder, "copy", file), "utf8")).not.toContain("required_version");
    }
  });
});
