import { createInterface } from "node:readline/promises";
import { CommandError } from "../command-error";

/**
 * Has a person type the stack's name before something is overwritten.
 *
 * @param yes whether the command line said so already
 * @throws CommandError when it was not typed, or when nobody is there to type
 */
export async function confirmByName(stack: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new CommandError("nobody is there to confirm this", "nothing was changed; pass --yes if it is what you want");
  }
  const question = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await question.question(`type ${stack} to go on: `);
    if (answer.trim() !== stack) throw notConfirmed();
  } catch (error) {
    // Ctrl-C, or the end of the input.
    throw error instanceof Error && error.name === "AbortError" ? notConfirmed() : error;
  } finally {
    question.close();
  }
}

function notConfirmed(): CommandError {
  return new CommandError("this was not confirmed", "nothing was changed");
}
