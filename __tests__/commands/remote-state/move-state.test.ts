import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { moveStateToS3 } from "../../../src/commands/remote-state/move-state";
import { body, fakeS3, s3Error } from "../../support/fake-s3";

const backend = { bucket: "my-terraform-state-dev", key: "eks-cluster/terraform.tfstate", region: "ap-northeast-1" };

let folder: string;
let localFile: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "move-state-"));
  localFile = path.join(folder, "terraform.dev.tfstate");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

interface State {
  readonly lineage: string;
  readonly serial: number;
  readonly vpcs: readonly string[];
}

function text({ lineage, serial, vpcs }: State): string {
  const resources = vpcs.map((id) => ({
    mode: "managed",
    type: "aws_vpc",
    name: id,
    instances: [{ attributes: { id } }],
  }));
  return JSON.stringify({ version: 4, serial, lineage, terraform_version: "1.13.5", resources });
}

/** Moves a local state to a bucket that contains another one, or none. */
async function move(local: State, remote: State | undefined): Promise<void> {
  writeFileSync(localFile, text(local));
  const GetObject = () => {
    if (!remote) throw s3Error("NoSuchKey", 404);
    return { Body: body(text(remote)), VersionId: "v1" };
  };
  await moveStateToS3({
    stackFolder: folder,
    localFile,
    backend,
    client: fakeS3({ GetObject }),
    report: () => undefined,
  });
}

test.each<[string, State]>([
  ["of another lineage", { lineage: "local", serial: 1, vpcs: [] }],
  ["of the same lineage at a higher serial", { lineage: "dev", serial: 9, vpcs: [] }],
  ["of the same lineage at a lower serial", { lineage: "dev", serial: 1, vpcs: [] }],
  ["with one resource", { lineage: "local", serial: 1, vpcs: ["c"] }],
])("a local state %s beside resources in S3 is refused with both described, and stays", async (_, local) => {
  await expect(move(local, { lineage: "dev", serial: 3, vpcs: ["a", "b"] })).rejects.toMatchObject({
    name: "CommandError",
    message: expect.stringMatching(
      new RegExp(
        `two different states.*\\n.*${localFile}\\n +serial ${local.serial}, ${local.vpcs.length} resources, lineage ${local.lineage}(.*\\n)+ +serial 3, 2 resources, lineage dev`,
      ),
    ) as string,
    nextStep: expect.stringContaining("nothing was changed") as string,
  });
  expect(existsSync(localFile)).toBe(true);
});

test("a move that was interrupted after the copy is completed", async () => {
  await move({ lineage: "dev", serial: 3, vpcs: ["a"] }, { lineage: "dev", serial: 3, vpcs: ["a"] });
  expect(existsSync(localFile)).toBe(false);
});

test("a local state without resources is refused where S3 has none, since there is nothing to move", async () => {
  await expect(move({ lineage: "local", serial: 1, vpcs: [] }, undefined)).rejects.toMatchObject({
    name: "CommandError",
    message: expect.stringContaining("contains no resources (serial 1") as string,
    nextStep: expect.stringContaining("move the file away") as string,
  });
  expect(existsSync(localFile)).toBe(true);
});
