import { startEmulator } from "../../emulator/emulator";

/**
 * A program of its own that starts an emulator, tells which, and then ends (`return`, `throw`), or stays until it is
 * killed (`wait`).
 */
async function main(ending: string | undefined, keep: boolean): Promise<void> {
  const { pid, folder, endpoint } = await startEmulator({ keep });
  process.stdout.write(`${JSON.stringify({ pid, folder, endpoint })}\n`);
  if (ending === "throw") throw new Error("as asked for");
  if (ending === "wait") setInterval(() => undefined, 1000);
}

void main(process.argv[2], process.argv[3] === "keep");
