import { CommandError } from "../command-error";
import type { Destruction, PlanSummary } from "./plan";

/** A command that plans and applies, and the stack that it does so for. */
export interface StackCommand {
  readonly command: "deploy" | "destroy";
  readonly stack: string;
}

/**
 * Holds a plan against what a person has confirmed: each protected resource that it destroys has to be named, and
 * nothing else, so that no confirmation stays in a script for a later day.
 *
 * @param confirmed addresses, as given by `--confirm-destroy`
 * @throws CommandError that lists what is not confirmed, or what is confirmed in vain
 */
export function requireConfirmations(
  { stack, command }: StackCommand,
  plan: PlanSummary,
  confirmed: readonly string[],
): void {
  const missing = plan.protected.filter(({ address }) => !confirmed.includes(address));
  if (missing.length > 0) {
    const flags = plan.protected.map(({ address }) => `--confirm-destroy ${shellWord(address)}`);
    throw new CommandError(
      ["this plan destroys what nobody can bring back:", ...missing.map((one) => `  ${describe(one)}`)].join("\n"),
      `nothing was applied; if all of it is meant to go: npm run ${command} -- ${stack} ${[...new Set(flags)].join(" ")}`,
    );
  }
  const vain = confirmed.find((address) => plan.protected.every((destruction) => destruction.address !== address));
  if (vain !== undefined) {
    throw new CommandError(
      `--confirm-destroy names ${vain}, which this plan does not destroy or which needs no confirmation`,
      "nothing was applied; leave that confirmation out",
    );
  }
}

/** What a plan would do, in lines for a person. */
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
  return `${address} would be destroyed and made anew${reason}`;
}

function shellWord(address: string): string {
  return /^[\w.-]+$/.test(address) ? address : `'${address}'`;
}
