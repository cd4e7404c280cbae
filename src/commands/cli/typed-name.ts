import { once } from "node:events";
import { createInterface } from "node:readline/promises";

/**
 * Has the operator type a name at the terminal, so that a habit from dev does not confirm a change to prod.
 *
 * @param interruption signal that Ctrl-C aborts; without one, Ctrl-C counts as an answer
 * @returns whether the input matches the name exactly
 * @throws the reason of the interruption if that came first
 */
export async function isNameTyped(
  name: string,
  question: string,
  output: NodeJS.WritableStream,
  interruption?: AbortSignal,
): Promise<boolean> {
  interruption?.throwIfAborted();
  const lines = createInterface({ input: process.stdin, output });
  // A terminal in line mode passes Ctrl-C to the reader instead of the process.
  if (interruption) lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    // Ctrl-C without an interruption, or the end of the input; in some Node versions the question never settles then.
    const closed = once(lines, "close").then(() => undefined);
    const answer = await Promise.race([lines.question(question, interruption ? { signal: interruption } : {}), closed]);
    return answer?.trim() === name;
  } catch (error) {
    interruption?.throwIfAborted();
    if (error instanceof Error && error.name === "AbortError") return false;
    throw error;
  } finally {
    lines.close();
  }
}
