import { CommandError } from "../cli/command-error";
import type { Destruction, PlanSummary } from "../terraform/plan";
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
    throw new CommandError(
      [
        "this plan destroys resources that cannot be recovered or that others depend on:",
        ...missing.map((one) => `  ${describe(one)}`),
      ].join("\n"),
      `nothing was applied; to destroy all of them: npm run ${command} -- ${stack} ${[...new Set(flags)].join(" ")}`,
    );
  }
  const vain = confirmed.find((address) => plan.protected.every((destruction) => destruction.address !== address));
  if (vain !== undefined) {
    throw new CommandError(
      `--confirm-destroy names ${vain}, which this plan does not destroy or which requires no confirmation`,
      "nothing was applied; remove that confirmation",
    );
  }
}

/** What a plan would do, as text. */
export function planLines(plan: PlanSummary): string[] {
  const forgotten = plan.forget > 0 ? `, ${plan.forget} to forget` : "";
  return [
    `plan: ${plan.add} to add, ${plan.change} to change, ${plan.replace} to replace, ${plan.destroy} to destroy${forgotten}`,
    ...plan.protected.map((destruction) => `  ${describe(destruction)}`),
  ];
}

function describe({ address, action, becauseOf }: Destruction): string {
  if (action === "destroy") return `${address} would be destroyed`;
  const reason = becauseOf.length > 0 ? `, because of ${becauseOf.join(", ")}` : "";
  return `${address} would be replaced${reason}`;
}

function shellWord(address: string): string {
  return /^[\w.-]+$/.test(address) ? address : `'${address}'`;
}
