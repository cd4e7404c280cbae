import { reportOf, type StackReport } from "../../../src/commands/plan-report/report";
import { exitCodeOf } from "../../../src/commands/review/exit-code";

test.each<[StackReport["outcome"][], number]>([
  [["no-changes", "skipped"], 0],
  [["no-changes", "changes"], 2],
  [["changes", "needs-confirmation"], 3],
  [["needs-confirmation", "failed"], 1],
])("%j exits with %d", (outcomes, code) => {
  expect(exitCodeOf(reportOf(outcomes.map((outcome) => ({ stack: "dev", outcome }))))).toBe(code);
});
