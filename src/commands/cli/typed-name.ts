import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { CommandError } from "./command-error";

/** Whether there is a terminal to ask on. */
export function canAsk(output: NodeJS.WriteStream): boolean {
  return process.stdin.isTTY && output.isTTY;
}

/**
 * Has the operator approve by typing a name at the terminal, so that a habit from dev does not approve a change to prod.
 *
 * @param doing the action to approve, such as "Apply this plan"
 * @param interruption signal that Ctrl-C aborts; without one, Ctrl-C counts as an answer
 * @throws CommandError when the input is anything else, or the reason of the interruption if that came first
 */
export async function askForApproval(
  name: string,
  doing: string,
  output: NodeJS.WritableStream,
  interruption?: AbortSignal,
): Promise<void> {
  const answer = await ask(`\n${doing}? Type ${name} to confirm: `, output, interruption);
  if (answer?.trim() !== name) {
    throw new CommandError("not approved", `run the command again and type ${name}`, { effect: "nothing was changed" });
  }
}

/** The line that the operator types; undefined if the input ends without one. */
async function ask(question: string, output: NodeJS.WritableStream, interruption?: AbortSignal) {
  interruption?.throwIfAborted();
  const lines = createInterface({ input: process.stdin, output });
  // A terminal in line mode passes Ctrl-C to the reader instead of the process.
  if (interruption) lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    // Ctrl-C without an interruption, or the end of the input; in some Node versions the question never settles then.
    const closed = once(lines, "close").then(() => undefined);
    return await Promise.race([lines.question(question, interruption ? { signal: interruption } : {}), closed]);
  } catch (error) {
    interruption?.throwIfAborted();
    if (error instanceof Error && error.name === "AbortError") return undefined;
    throw error;
  } finally {
    lines.close();
  }
}
