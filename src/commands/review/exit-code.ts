import type { Report, StackReport } from "../plan-report/report";

const codes: Readonly<Record<StackReport["outcome"], number>> = {
  skipped: 0,
  "no-changes": 0,
  failed: 1,
  changes: 2,
  "needs-confirmation": 3,
};

/**
 * The exit code of a report: 1 if a stack has no plan because of an error, otherwise 3 if a plan needs confirmation, 2
 * if one has changes, and 0.
 */
export function exitCodeOf({ stacks }: Report): number {
  const found = stacks.map(({ outcome }) => codes[outcome]);
  return found.includes(1) ? 1 : Math.max(0, ...found);
}
