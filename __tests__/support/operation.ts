import path from "node:path";
import { execa } from "execa";
import type { Emulator } from "../../emulator/emulator";
import { projectRoot } from "../../src/operations/project";
import type { Outcome } from "./checkout";

/** What a command printed and how it ended, with its answer apart from what it says to a person beside it. */
export interface CommandOutcome extends Outcome {
  readonly stdout: string;
}

/**
 * Starts one of the project's commands by what its npm script calls.
 *
 * @param folder folder of the command in `src/operations/`
 */
export function startOperation(emulator: Pick<Emulator, "env">, folder: string, ...args: string[]) {
  const script = path.join("src", "operations", folder, "command.ts");
  return execa(process.execPath, ["--import", "tsx", script, ...args], {
    cwd: projectRoot,
    env: emulator.env,
    all: true,
    reject: false,
    stdin: "ignore",
  });
}

/** Runs one of the project's commands to its end. */
export async function operation(
  emulator: Pick<Emulator, "env">,
  folder: string,
  ...args: string[]
): Promise<CommandOutcome> {
  const { all, stdout, exitCode } = await startOperation(emulator, folder, ...args);
  return { output: all, stdout, exitCode };
}
