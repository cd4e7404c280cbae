import { CommandError } from "../cli/command-error";
import { isNameTyped } from "../cli/typed-name";
import type { Progress, TerraformRun } from "../terraform/terraform-run";

/** Whether there is a terminal to ask on. */
export function canAsk(progress: Progress): boolean {
  return process.stdin.isTTY && progress.isTTY;
}

/**
 * Asks for the stack's name before a plan is applied.
 *
 * @param doing the action to approve, such as "Apply this plan"
 * @throws CommandError when the answer is anything else
 */
export async function askForApproval(
  stack: string,
  doing: string,
  { progress, interruption }: Pick<TerraformRun, "progress" | "interruption">,
): Promise<void> {
  const question = `\n${doing}? Type ${stack} to confirm: `;
  if (await isNameTyped(stack, question, progress, interruption)) return;
  throw new CommandError("not approved", "nothing was applied");
}
