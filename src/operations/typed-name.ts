import { once } from "node:events";
import { createInterface } from "node:readline/promises";

/**
 * Has a person at the terminal type a name, so that nobody agrees to prod by a habit meant for dev.
 *
 * @param interruption what Ctrl-C then leads to; without one it is an answer
 * @returns whether exactly the name was typed
 * @throws the interruption's reason when that came first
 */
export async function isNameTyped(
  name: string,
  question: string,
  output: NodeJS.WritableStream,
  interruption?: AbortSignal,
): Promise<boolean> {
  interruption?.throwIfAborted();
  const lines = createInterface({ input: process.stdin, output });
  // A terminal in line mode hands Ctrl-C to whoever reads from it instead of to the process.
  if (interruption) lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    // Ctrl-C without an interruption, or the end of the input; some Nodes' question then waits for ever.
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
