import { planReport } from "../../../src/commands/plan-report/plan-report";
import { type Item, type PlanReport, reportOf, type StackReport } from "../../../src/commands/plan-report/report";

/** Where the plans of these tests belong. */
export const place = { account: "123456789012", region: "ap-northeast-1" };

/** One entry of `resource_changes` as `terraform show -json` writes it. */
export function change(address: string, actions: string[], more: Record<string, unknown> = {}) {
  const [type = ""] = address.replace(/^(module\.\w+\.|data\.)/, "").split(".");
  const { outside = {}, ...inside } = more as { outside?: object };
  const mode = address.startsWith("data.") ? "data" : "managed";
  return { address, mode, type, ...outside, change: { actions, before: null, after: {}, ...inside } };
}

/** The report about a plan with these changes. */
export function reportOn(changes: unknown[], more: object = {}, env: NodeJS.ProcessEnv = {}): PlanReport {
  return planReport({ format_version: "1.2", resource_changes: changes, ...more }, place, env);
}

/** The only item of a plan with one change. */
export function itemOn(...args: Parameters<typeof change>): Item {
  const [item] = reportOn([change(...args)]).items;
  if (!item) throw new Error("the plan changes nothing");
  return item;
}

/** A report about one stack with this plan. */
export function reportWith(plan: PlanReport, more: Partial<StackReport> = {}) {
  return reportOf([{ stack: "prod", outcome: "changes", plan, ...more }]);
}
