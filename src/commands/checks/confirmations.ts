import { CommandError } from "../cli/command-error";
import type { Destruction } from "../terraform/destructions";
import type { PlanSummary } from "../terraform/plan";
import type { PlanReview } from "./subject";

type Confirmations = Pick<PlanReview, "command" | "stack" | "plan" | "confirmedDestructions">;

/**
 * Compares a plan with the operator's confirmations: each protected resource that it destroys must be named, and
 * nothing else, so that no stale confirmation remains in a script.
 *
 * @throws CommandError that lists missing or unnecessary confirmations
 */
export function checkConfirmations({ stack, command, plan, confirmedDestructions: confirmed }: Confirmations): void {
  const missing = plan.protected.filter(({ address }) => !confirmed.includes(address));
  if (missing.length > 0) {
    const flags = plan.protected.map(({ address }) => `--confirm-destroy ${shellWord(address)}`);
    const options = [...new Set(flags)].join(" ");
    throw new CommandError(
      [
        "this plan destroys resources that cannot be recovered or that others depend on:",
        ...missing.map((one) => `  ${describe(one)}`),
      ].join("\n"),
      `to destroy all of them: npm run ${command} -- ${stack} ${options}`,
      { effect: "nothing was applied", runbook: "docs/runbook/prod-by-mistake.md" },
    );
  }
  const vain = confirmed.find((address) => plan.protected.every((destruction) => destruction.address !== address));
  if (vain !== undefined) {
    throw new CommandError(
      `--confirm-destroy names ${vain}, which this plan does not destroy or which requires no confirmation`,
      "remove that confirmation",
      { effect: "nothing was applied" },
    );
  }
}

/** What a plan would do, as text, with the numbers of Terraform's own summary. */
export function planLines(plan: PlanSummary): string[] {
  const { add, change, destroy, replace, forget } = plan;
  const both = replace === 1 ? " (1 replacement counts as both)" : ` (${replace} replacements count as both)`;
  return [
    `plan: ${add} to add, ${change} to change, ${destroy} to destroy${replace > 0 ? both : ""}${forget > 0 ? `, ${forget} to forget` : ""}`,
    ...plan.protected.map((destruction) => `  ${describe(destruction)}`),
  ];
}

/**
 * Reasons in Terraform's words, as text.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
const reasons: Readonly<Record<string, string>> = {
  deposed: "because an interrupted replacement left it",
  replace_because_tainted: "because Terraform marked it as tainted: its creation was cut short",
  replace_by_request: "because its replacement was requested",
  replace_by_triggers: "because of replace_triggered_by",
  delete_because_no_resource_config: "because it is no longer in the configuration",
  delete_because_no_module: "because its module is no longer in the configuration",
  delete_because_no_move_target: "because it was moved to an address that is not in the configuration",
  delete_because_wrong_repetition: "because the configuration changed between one resource, count and for_each",
  delete_because_count_index: "because its index is no longer in the configuration",
  delete_because_each_key: "because its key is no longer in the configuration",
};

/** What would happen to a resource, and why. */
export function describe({ address, action, becauseOf, reason = "" }: Destruction): string {
  const why = becauseOf.length > 0 ? `because of ${becauseOf.join(", ")}` : reasons[reason];
  return `${address} would be ${action === "destroy" ? "destroyed" : "replaced"}${why === undefined ? "" : `, ${why}`}`;
}

function shellWord(address: string): string {
  return /^[\w.-]+$/.test(address) ? address : `'${address}'`;
}
