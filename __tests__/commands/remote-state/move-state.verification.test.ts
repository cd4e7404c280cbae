import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { moveStateToS3 } from "../../../src/commands/remote-state/move-state";
import { fakeTerraform } from "../../support/fake-terraform";
import { versionedS3 } from "../../support/versioned-s3";

const backend = { bucket: "b", key: "k.tfstate", region: "ap-northeast-1" };

let leftovers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const remove of leftovers) await remove();
  leftovers = [];
});

function stateOf(...ids: string[]): string {
  const resources = ids.map((id) => ({
    mode: "managed",
    type: "aws_vpc",
    name: id.replace("-", "_"),
    instances: [{ attributes: { id } }],
  }));
  return JSON.stringify({ version: 4, serial: 1, lineage: "l", terraform_version: "1.13.5", resources });
}

/** Moves the state of two networks, after which this text is in S3. */
async function moved(found: string | undefined, script = "exit 0") {
  const terraform = await fakeTerraform(script);
  leftovers.push(terraform.remove);
  const localFile = path.join(terraform.folder, "terraform.dev.tfstate");
  await writeFile(localFile, stateOf("vpc-1", "vpc-2"));
  let looks = 0;
  const store = versionedS3((s3) => ({
    GetObject: (input) => {
      looks += 1;
      if (looks === 2 && found !== undefined) store.put(backend.key, found);
      return s3.GetObject?.(input);
    },
  }));
  const report: string[] = [];
  const outcome = await moveStateToS3({
    stackFolder: terraform.folder,
    localFile,
    backend,
    client: store.client,
    report: (line) => report.push(line),
  }).catch((error: unknown) => error);
  return { outcome, report, isKept: existsSync(localFile), localFile };
}

test("the local state is deleted after everything in it was found in S3", async () => {
  const { outcome, report, isKept, localFile } = await moved(stateOf("vpc-1", "vpc-2"));
  expect(outcome).toBeUndefined();
  expect(report).toEqual([expect.stringContaining("verified 2 resources in s3://b/k.tfstate"), `deleted ${localFile}`]);
  expect(isKept).toBe(false);
});

test.each([
  ["lacks a resource", stateOf("vpc-1"), "missing: aws_vpc.vpc_2 (vpc-2)"],
  [
    "has a resource with another ID",
    stateOf("vpc-1", "vpc-2").replace('"id":"vpc-2"', '"id":"vpc-3"'),
    "aws_vpc.vpc_2",
  ],
  ["is not there", undefined, "missing: aws_vpc.vpc_1, aws_vpc.vpc_2"],
  ["is empty", stateOf(), "aws_vpc.vpc_1 (vpc-1), aws_vpc.vpc_2 (vpc-2)"],
])("the local state is kept where the one in S3 %s, although Terraform succeeds", async (_, found, message) => {
  const { outcome, isKept } = await moved(found);
  expect(outcome).toMatchObject({
    message: expect.stringContaining(message) as string,
    nextStep: expect.stringContaining("the local state remains in") as string,
  });
  expect(isKept).toBe(true);
});

test.each(["exit 1", "kill -9 $$"])("the local state is kept where Terraform fails (%s)", async (script) => {
  const { outcome, isKept } = await moved(stateOf("vpc-1", "vpc-2"), script);
  expect(outcome).toMatchObject({ nextStep: "nothing was deleted; fix the cause and run the command again" });
  expect(isKept).toBe(true);
});
