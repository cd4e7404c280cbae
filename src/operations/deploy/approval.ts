import { createInterface } from "node:readline/promises";
import { CommandError } from "../command-error";
import type { Progress, TerraformRun } from "./terraform-run";

/** Whether somebody is there to be asked. */
export function canAsk(progress: Progress): boolean {
  return process.stdin.isTTY && progress.isTTY;
}

/**
 * Asks for the stack's name, so that nobody approves prod by a habit meant for dev.
 *
 * @throws CommandError when the answer is anything else
 */
export async function askForApproval(
  stack: string,
  { progress, interruption }: Pick<TerraformRun, "progress" | "interruption">,
): Promise<void> {
  interruption.throwIfAborted();
  const lines = createInterface({ input: process.stdin, output: progress });
  // A terminal in line mode hands Ctrl-C to whoever reads from it instead of to the process.
  lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    const answer = await lines.question(`\nApply this plan? Type ${stack} to do so: `, { signal: interruption });
    if (answer.trim() !== stack) throw notApproved();
  } catch (error) {
    interruption.throwIfAborted();
    throw error instanceof Error && error.name === "AbortError" ? notApproved() : error;
  } finally {
    lines.close();
  }
}

function notApproved(): CommandError {
  return new CommandError("not approved", "nothing was applied");
}
