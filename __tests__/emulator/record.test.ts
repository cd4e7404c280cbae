import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readCalls } from "../../emulator/record";

const folders: string[] = [];

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

async function folderWith(...lines: object[]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "record-"));
  folders.push(folder);
  if (lines.length > 0) {
    await writeFile(path.join(folder, "calls.jsonl"), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  }
  return folder;
}

const allowAll = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }] };
const denyAll = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: ["*"], Resource: ["*"] }] };
const bucket = { arn: "arn:aws:s3:::state", account: "123456789012" };

describe("readCalls", () => {
  test("puts the policy documents in place of their hashes", async () => {
    const facts = {
      identityPolicies: [{ name: "Deploy", policy: "a1" }],
      boundary: "b2",
      sessionPolicies: ["b2"],
      principalTags: { team: "platform" },
      resources: { state: { ...bucket, policy: "b2" }, logs: bucket },
    };
    const folder = await folderWith(
      { documents: { a1: allowAll } },
      { documents: { b2: denyAll } },
      { call: { service: "s3", operation: "GetObject", facts }, violations: [], status: 200 },
    );
    expect(await readCalls(folder)).toEqual([
      {
        call: {
          service: "s3",
          operation: "GetObject",
          facts: {
            identityPolicies: [{ name: "Deploy", policy: allowAll }],
            boundary: denyAll,
            sessionPolicies: [denyAll],
            principalTags: { team: "platform" },
            resources: { state: { ...bucket, policy: denyAll }, logs: bucket },
          },
        },
        violations: [],
        status: 200,
      },
    ]);
  });

  test("gives a call that its API model refuses without facts", async () => {
    const line = { call: { service: "iam", operation: "GetRole" }, violations: [{ member: "RoleName" }], status: 400 };
    expect(await readCalls(await folderWith(line))).toEqual([line]);
  });

  test("refuses a record in which a document is missing", async () => {
    const facts = { identityPolicies: [{ name: "Deploy", policy: "a1" }], resources: {} };
    const folder = await folderWith({
      call: { service: "s3", operation: "GetObject", facts },
      violations: [],
      status: 200,
    });
    await expect(readCalls(folder)).rejects.toThrow("the record names the policy document a1 before it holds it");
  });

  test("is empty where nothing was recorded", async () => {
    expect(await readCalls(await folderWith())).toEqual([]);
  });
});
