import { failureOf, readable, readableLines } from "../../../src/commands/terraform/cdktf-output";

test("output in chunks becomes whole lines without control characters", () => {
  const lines: string[] = [];
  const onChunk = readableLines((line) => lines.push(line));
  onChunk("\u001B[2K\u001B[1Adev  aws_vpc.vpc: Crea");
  onChunk("ting...\ndev  aws_vpc.vpc: Creation complete\nno end");
  expect(lines).toEqual(["dev  aws_vpc.vpc: Creating...", "dev  aws_vpc.vpc: Creation complete"]);
});

test("spinners, counts of stacks, empty lines and repetitions are omitted", () => {
  expect(
    readable("⠙  Synthesizing\n\n0 Stacks deploying     0 Stacks done     1 Stack waiting\ndev\ndev\nNo changes."),
  ).toBe("dev\nNo changes.");
});

test("the output of a failed run is reduced to Terraform's errors, if there are any", () => {
  expect(failureOf("dev  Plan: 1 to add\ndev  ╷\n     │ Error: no such bucket\n     ╵\nexit code 1")).toBe(
    "dev  ╷\n     │ Error: no such bucket\n     ╵\nexit code 1",
  );
  expect(failureOf("2 invalid settings in environments/prod.ts")).toBe("2 invalid settings in environments/prod.ts");
});
