import { CommandError } from "../cli/command-error";
import { describe } from "../terraform/destruction-text";
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

function shellWord(address: string): string {
  return /^[\w.-]+$/.test(address) ? address : `'${address}'`;
}
