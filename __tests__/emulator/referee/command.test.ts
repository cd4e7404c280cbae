import path from "node:path";
import { execa } from "execa";
import { projectRoot } from "../../../src/commands/cli/project";
import { call } from "./calls";

const start = path.join(projectRoot, "src/start.cjs");

test("the referee answers each line with a call, with documents as they are sent, and ends with its input", async () => {
  const sent = {
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
  };
  const of = (operation: string) => {
    const one = call(`ecr:${operation}`, {}, { Version: "", Statement: [] });
    return { ...one, facts: { resources: {}, identityPolicies: [{ name: "Own", policy: "hash" }] } };
  };
  const lines = [
    { documents: { hash: sent } },
    { id: 1, call: of("GetAuthorizationToken") },
    { id: 2, call: of("DescribeRegistry") },
  ];
  const program = path.join(projectRoot, "emulator/referee/command.ts");
  const { stdout } = await execa(process.execPath, ["--require", start, program], {
    input: lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
  });
  const answers = stdout.split("\n").map((line) => JSON.parse(line) as { id: number; verdict: { decision: string } });
  expect(answers.map(({ id, verdict }) => [id, verdict.decision])).toEqual([
    [1, "allowed"],
    [2, "denied"],
  ]);
});
