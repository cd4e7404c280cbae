import { ok, warning } from "../../../src/commands/checks/finding";
import { CommandError } from "../../../src/commands/cli/command-error";
import { check } from "../../../src/commands/doctor/check";
import { diagnosisText } from "../../../src/commands/doctor/report";

test("the report groups checks by scope, prints next steps below them and counts failures and warnings", async () => {
  const checks = [
    await check("tools", "Node", () => ok("20.19.0")),
    await check("dev", "lock", () => warning("held", "wait", "docs/runbook/lock-left.md")),
    await check("dev", "state", () => {
      throw new CommandError("gone\nfor good", "restore it", { runbook: "docs/runbook/state-deleted.md" });
    }),
  ];
  expect(diagnosisText({ healthy: false, checks })).toBe(
    [
      "tools",
      "  ok       Node: 20.19.0",
      "",
      "dev",
      "  warning  lock: held",
      "           next: wait",
      "           see: docs/runbook/lock-left.md",
      "  FAILURE  state: gone",
      "           for good",
      "           next: restore it",
      "           see: docs/runbook/state-deleted.md",
      "",
      "1 failure and 1 warning in 3 checks",
    ].join("\n"),
  );
});
