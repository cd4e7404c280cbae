import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { preflight } from "../../../src/commands/checks/enforce";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "preflight-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("a state of a local backend is refused before any call to AWS, with the command that moves it", async () => {
  const state = path.join(folder, "terraform.dev.tfstate");
  writeFileSync(state, JSON.stringify({ version: 4, resources: [{ type: "aws_vpc" }] }));
  mkdirSync(path.join(folder, ".terraform"));
  const record = { version: 3, backend: { type: "local", config: { path: state } } };
  writeFileSync(path.join(folder, ".terraform", "terraform.tfstate"), JSON.stringify(record));

  const report = jest.fn();
  const backend = { bucket: "bucket", key: "key", region: "ap-northeast-1" };
  const refusal = preflight({ command: "deploy", stack: "dev", folder, backend }, report);
  await expect(refusal).rejects.toMatchObject({
    name: "CommandError",
    message: `${state} contains a state of dev that is not in S3`,
    nextStep: `nothing was changed; move it to S3 with npm run migrate-state -- dev --local-state ${state}`,
  });
  expect(report).not.toHaveBeenCalled();
});
