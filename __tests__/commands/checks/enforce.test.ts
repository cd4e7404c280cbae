import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { preflight } from "../../../src/commands/checks/enforce";
import { beforePlan } from "../../../src/commands/checks/preconditions";
import { type ErrorDetails, ToolFailure } from "../../../src/commands/cli/command-error";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "preflight-"));
});

afterEach(() => {
  jest.restoreAllMocks();
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

test.each<[ErrorDetails["effect"], string]>([
  [undefined, "nothing was changed; wait"],
  ["nothing was changed", "nothing was changed; wait"],
  ["nothing was applied", "nothing was applied; wait"],
])("an error that says %j of what was not done is the same error, and says it once", async (effect, nextStep) => {
  const error = new ToolFailure("busy", "wait", { effect, runbook: "docs/runbook/two-at-once.md" });
  jest.spyOn(beforePlan.workspace as unknown as { check: () => void }, "check").mockImplementation(() => {
    throw error;
  });
  const backend = { bucket: "bucket", key: "key", region: "ap-northeast-1" };
  await expect(preflight({ command: "deploy", stack: "dev", folder, backend }, jest.fn())).rejects.toBe(error);
  expect(error.nextStep).toBe(nextStep);
});

test("a step that begins with such words is not taken for what was not done", () => {
  expect(new ToolFailure("busy", "nothing was running; start it", { effect: "nothing was changed" }).nextStep).toBe(
    "nothing was changed; nothing was running; start it",
  );
});
